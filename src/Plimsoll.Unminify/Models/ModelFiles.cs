using Plimsoll.Memory;

namespace Plimsoll.Unminify.Models;

/// <summary>What naming by a model leaves on the disk, for who lists it and clears up.</summary>
public static class ModelFiles
{
    /// <summary>The folder inside an output folder that holds the checkpoints of runs that have not ended well.</summary>
    public const string CheckpointFolderName = ".unminify";

    /// <summary>The checkpoints of runs that write into a folder.</summary>
    public static CheckpointStore Checkpoints(string outputFolder, TimeProvider time) => new(Path.Join(outputFolder, CheckpointFolderName), time);

    /// <summary>Removes the folder of checkpoints once there are none.</summary>
    public static void RemoveEmptyFolder(CheckpointStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (Directory.Exists(store.Folder) && !Directory.EnumerateFileSystemEntries(store.Folder).Any()) Directory.Delete(store.Folder);
    }

    /// <summary>Deletes kept answers that were written at least this long ago, and what crashes left between them. Returns how many answers went.</summary>
    /// <param name="answersFolder">The folder.</param>
    /// <param name="age">The least age.</param>
    /// <param name="time">The clock.</param>
    public static int ClearAnswers(string answersFolder, TimeSpan age, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        if (!Directory.Exists(answersFolder)) return 0;
        int cleared = 0;
        DateTime line = (time.GetUtcNow() - age).UtcDateTime;
        foreach (string folder in Directory.EnumerateDirectories(answersFolder, "??"))
        {
            AtomicFile.SweepTemporaries(folder);
            foreach (string path in Directory.EnumerateFiles(folder, "*" + AnswerStore.Extension))
            {
                if (File.GetLastWriteTimeUtc(path) > line) continue;
                File.Delete(path);
                cleared++;
            }

            if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
        }

        return cleared;
    }
}
