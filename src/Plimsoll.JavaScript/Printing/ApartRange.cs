namespace Plimsoll.JavaScript.Printing;

/// <summary>Where a function body that is printed apart lies in the output: whole lines, without its braces.</summary>
/// <param name="Index">Its index in <see cref="ProgramPrinter.ApartBodies"/>.</param>
/// <param name="Start">The offset of its first byte.</param>
/// <param name="End">The offset after its last byte.</param>
/// <param name="Line">The line of its first byte, from 0.</param>
/// <param name="EndLine">The line after its last, from 0.</param>
public readonly record struct ApartRange(int Index, long Start, long End, int Line, int EndLine);
