namespace Plimsoll.Files;

/// <summary>Told of everything that a walk leaves out, so that nothing is left out silently.</summary>
public interface ISkipObserver
{
    /// <summary>One entry is left out; called on the walking thread.</summary>
    /// <param name="path">The path relative to the root; only valid during the call.</param>
    /// <param name="reason">Why.</param>
    /// <param name="isFolder">Whether it is a folder, whose content is then left out as a whole and not reported one by one.</param>
    /// <param name="size">Length in bytes, or 0 where it is not known.</param>
    void Skipped(ReadOnlySpan<byte> path, SkipReason reason, bool isFolder, long size);
}
