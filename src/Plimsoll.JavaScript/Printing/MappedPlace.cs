namespace Plimsoll.JavaScript.Printing;

/// <summary>A token that was printed, and where it comes from: what a source map tells.</summary>
/// <param name="Offset">The byte offset in the text that was read.</param>
/// <param name="Line">The line of the output, from 0.</param>
/// <param name="Column">The column of the output in UTF-16 code units, from 0.</param>
/// <param name="Name">What it was called there, as an index in <see cref="Scopes.ScopeTables.Names"/>; -1 where it is called so still.</param>
public readonly record struct MappedPlace(int Offset, int Line, int Column, int Name);
