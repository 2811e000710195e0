using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Jobs;

/// <summary>Takes an index away. The folder stays with its lock and its mark, for the next run: only the kernel's lock tells who writes, never that the file is there.</summary>
public static class IndexRemoval
{
    /// <summary>Deletes what a run makes: the manifest first, so that a crash in between leaves no index rather than a damaged one. Sources are not touched.</summary>
    /// <param name="root">The folder that was indexed.</param>
    /// <param name="indexFolder">Another folder than `.plimsoll` in the root, or null.</param>
    /// <param name="time">The clock for the lock's note.</param>
    /// <returns>Whether there was an index.</returns>
    /// <exception cref="IndexException">Another process writes it, it cannot be deleted, or the folder is no index.</exception>
    public static bool Run(string root, string? indexFolder, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        string folder = IndexFolder.Of(Path.GetFullPath(root), indexFolder);
        if (!Directory.Exists(folder))
            return false;
        using var claim = IndexFolder.Claim(folder, indexFolder is not null, time);
        try
        {
            string manifest = Path.Combine(folder, Manifest.FileName);
            bool wasThere = File.Exists(manifest) || IndexFolder.SegmentFiles(folder).Length > 0;
            File.Delete(manifest);
            IndexFolder.WorkingFolder(folder, fresh: false); // what an interrupted --fresh left goes too
            IndexFolder.DeleteExcept(folder, []);
            File.Delete(Path.Combine(folder, SkipList.FileName));
            File.Delete(Path.Combine(folder, CheckedSegments.FileName));
            return wasThere;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IndexException(IndexFailure.CannotWrite, $"Cannot delete the index in {folder}: {error.Message}", error);
        }
    }
}
