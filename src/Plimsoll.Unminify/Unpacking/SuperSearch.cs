using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.Unminify.Unpacking;

/// <summary>Whether a method says `super` of itself, so that its body would be no program outside of it. Bundlers do not write that, but a table may hold anything.</summary>
internal sealed class SuperSearch(ScopeTables tables, TreeBuilder builder)
{
    private readonly NodeArena _arena = builder.Arena;

    private static ReadOnlySpan<byte> Word => "super"u8;

    /// <summary>Looks for it; that of inner methods and constructors does not count. A tree is made only where the word stands outside of these.</summary>
    public bool IsIn(in Node body) => MayBeIn(body) && IsInBody(body);

    /// <summary>Whether the letters stand where no inner function has a `super` of its own.</summary>
    private bool MayBeIn(in Node body)
    {
        int at = body.Start;
        while (tables.Source.Slice(at, body.End).IndexOf(Word) is var found && found >= 0)
        {
            at += found + Word.Length;
            if (!IsInFunction(at - Word.Length, body.Start)) return true;
        }

        return false;
    }

    private bool IsInFunction(int offset, int start)
    {
        for (int scope = ScopeSearch.At(tables, offset); scope > 0 && tables.Scopes[scope].Start > start; scope = tables.Scopes[scope].Parent)
        {
            if (tables.Scopes[scope].Kind == ScopeKind.Function) return true;
        }

        return false;
    }

    private bool IsInBody(in Node body)
    {
        if (!body.Has(NodeFlags.Hole)) return IsInList(body.A);
        StatementCursor cursor = builder.OpenBody(body.A);
        while (builder.Next(ref cursor))
        {
            if (IsInList(cursor.Statement)) return true;
        }

        return false;
    }

    private bool IsInList(int first)
    {
        TreeWalk walk = new(_arena);
        if (first != 0) walk.Start(first);
        while (walk.Next(out int node))
        {
            Node one = _arena[node];
            if (one.Kind == NodeKind.Super || (one.Kind == NodeKind.FunctionBody && one.Has(NodeFlags.Hole) && IsInBody(one))) return true;
            if (HasItsOwn(one.Kind)) walk.Add(KeyOf(one));
            else walk.Enter(one);
        }

        return false;
    }

    /// <summary>Whether `super` means something else inside, or nothing.</summary>
    private static bool HasItsOwn(NodeKind kind) => kind is NodeKind.Function or NodeKind.FunctionDeclaration or NodeKind.Method or NodeKind.Field or NodeKind.StaticBlock;

    /// <summary>The key in brackets, which still belongs to the outside, or 0.</summary>
    private static int KeyOf(in Node member) => member.Kind is NodeKind.Method or NodeKind.Field ? member.A : 0;
}
