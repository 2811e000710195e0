using System.Text;

namespace Plimsoll.Files.Tests;

/// <summary>Keeps what a walk reports, as text, one line an entry: reason, path, '/' for folders.</summary>
internal sealed class SkipLog : ISkipObserver
{
    public List<string> Lines { get; } = [];

    public long Count { get; private set; }

    /// <summary>Whether lines are kept, or only counted.</summary>
    public bool Keeps { get; init; } = true;

    public void Skipped(ReadOnlySpan<byte> path, SkipReason reason, bool isFolder, long size)
    {
        Count++;
        if (Keeps)
        {
            Lines.Add($"{reason} {Encoding.Latin1.GetString(path)}{(isFolder ? "/" : "")}");
        }
    }
}
