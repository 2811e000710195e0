using System.Runtime.CompilerServices;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Parsing;

/// <summary>For whoever walks a tree by calling itself: an error that can be caught, where the next step would end the process.</summary>
internal static class StackGuard
{
    /// <summary>Fails when the stack of this thread is nearly used up.</summary>
    /// <param name="source">The program.</param>
    /// <param name="offset">Where the walk is.</param>
    /// <exception cref="JavaScriptSyntaxException">There is no room for another level.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check(SourceText source, int offset)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw source.Error(offset, "nested too deep for the stack of this thread; run on a thread with 16 MiB of stack");
    }
}
