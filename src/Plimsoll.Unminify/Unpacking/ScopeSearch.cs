using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.Unminify.Unpacking;

/// <summary>Scopes by place.</summary>
internal static class ScopeSearch
{
    /// <summary>The innermost scope around an offset.</summary>
    public static int At(ScopeTables tables, int offset)
    {
        int low = 0, high = tables.Scopes.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (tables.Scopes[middle].Start <= offset) low = middle + 1;
            else high = middle;
        }

        int scope = low - 1;
        while (scope > 0 && tables.Scopes[scope].End <= offset) scope = tables.Scopes[scope].Parent;
        return scope;
    }
}
