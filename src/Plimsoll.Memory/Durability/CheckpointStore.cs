using System.Buffers;

namespace Plimsoll.Memory;

/// <summary>Keeps how far jobs have come, so that the same command goes on from there after a crash: one atomic, checksummed file for a job and its input.</summary>
public sealed class CheckpointStore
{
    private const string Extension = ".checkpoint";

    // Half of a SHA-256: two inputs of one job never meet in a name, and the whole key is compared anyway.
    private const int KeyCharsInName = 16;

    // A state beyond this belongs into a file of its own; it also keeps a foreign giant from being read into memory.
    private const int MaxFileBytes = 256 << 20;

    private static readonly SearchValues<char> NameChars = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");
    private readonly TimeProvider _time;
    private readonly FileFault? _fault;

    /// <summary>A store in this folder, which is made when the first checkpoint is saved.</summary>
    public CheckpointStore(string folder, TimeProvider time, FileFault? fault = null)
    {
        Folder = System.IO.Path.GetFullPath(folder);
        _time = time;
        _fault = fault;
    }

    /// <summary>The folder of the files.</summary>
    public string Folder { get; }

    /// <summary>Saves the job's state in place of the one before, durably.</summary>
    /// <param name="job">A name of lower-case letters, digits, '-' and '_', at most 100.</param>
    /// <param name="inputKey">The hash of the input, 1 to 64 bytes: a changed input is another key, so that its old state is never taken up.</param>
    /// <param name="payloadVersion">The version of the payload's format.</param>
    /// <param name="itemsDone">How far the job has come, for people.</param>
    /// <param name="payload">The job's own state, below 256 MB.</param>
    /// <exception cref="DurableWriteException">It could not be saved; the one before is unharmed.</exception>
    public void Save(string job, ReadOnlySpan<byte> inputKey, int payloadVersion, long itemsDone, ReadOnlySpan<byte> payload)
    {
        string path = PathOf(job, inputKey);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, MaxFileBytes - 1024, nameof(payload));
        CreateFolder(path);
        var info = new CheckpointInfo(job, "", payloadVersion, itemsDone, _time.GetUtcNow(), payload.Length, path);
        using var file = AtomicFile.Create(path, fault: _fault);
        CheckpointFormat.Write(file, info, inputKey, payload);
        file.Commit();
    }

    /// <summary>Looks for the state of this job and input. Damage of any kind is a typed answer with a message, never an exception.</summary>
    public CheckpointResult Load(string job, ReadOnlySpan<byte> inputKey, int payloadVersion)
    {
        string path = PathOf(job, inputKey);
        var result = Read(path);
        if (result.Info is not { } info) return result;
        string key = Convert.ToHexStringLower(inputKey);
        if (!string.Equals(info.Job, job, StringComparison.Ordinal) || !string.Equals(info.InputKey, key, StringComparison.Ordinal))
        {
            return CheckpointResult.Failed(CheckpointState.OtherInput, path, $"belongs to job {info.Job} with input {info.InputKey}");
        }

        return info.PayloadVersion == payloadVersion
            ? result
            : CheckpointResult.Failed(CheckpointState.OtherVersion, path, $"has version {info.PayloadVersion} of the job's state, this program reads {payloadVersion}");
    }

    /// <summary>Forgets the state of this job and input, when the job is done. True when there was one.</summary>
    /// <exception cref="DurableWriteException">It is there and cannot be deleted.</exception>
    public bool Delete(string job, ReadOnlySpan<byte> inputKey) => DeleteFile(PathOf(job, inputKey));

    /// <summary>All checkpoint files by name; damaged ones too, with their state and message.</summary>
    public IReadOnlyList<CheckpointResult> List()
    {
        List<CheckpointResult> found = [];
        if (!Directory.Exists(Folder)) return found;
        string[] paths = Directory.GetFiles(Folder, "*" + Extension);
        Array.Sort(paths, StringComparer.Ordinal);
        foreach (string path in paths)
        {
            var result = Read(path);
            found.Add(result with { Payload = ReadOnlyMemory<byte>.Empty });
        }

        return found;
    }

    /// <summary>One checkpoint by its file name, with or without the extension, payload included.</summary>
    public CheckpointResult Show(string name)
    {
        string file = System.IO.Path.GetFileName(name);
        if (!file.EndsWith(Extension, StringComparison.Ordinal)) file += Extension;
        return Read(System.IO.Path.Combine(Folder, file));
    }

    /// <summary>Deletes the checkpoints last written at least this long ago, and what crashes left behind. Returns how many checkpoints went.</summary>
    /// <exception cref="DurableWriteException">One of them cannot be deleted.</exception>
    public int ClearOlderThan(TimeSpan age)
    {
        if (!Directory.Exists(Folder)) return 0;
        AtomicFile.SweepTemporaries(Folder);
        var line = _time.GetUtcNow() - age;
        int cleared = 0;
        foreach (string path in Directory.EnumerateFiles(Folder, "*" + Extension))
        {
            // A damaged file has no date of its own that can be trusted, so the file system's counts.
            var saved = Read(path).Info?.SavedAt ?? new DateTimeOffset(File.GetLastWriteTimeUtc(path));
            if (saved <= line && DeleteFile(path)) cleared++;
        }

        return cleared;
    }

    private static bool DeleteFile(string path)
    {
        if (!File.Exists(path)) return false;
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception cause) when (DurableWriteException.Covers(cause))
        {
            throw DurableWriteException.From(cause, path, 0);
        }
    }

    private static void CreateFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        }
        catch (Exception cause) when (DurableWriteException.Covers(cause))
        {
            throw DurableWriteException.From(cause, path, 0);
        }
    }

    private CheckpointResult Read(string path)
    {
        if (!File.Exists(path)) return CheckpointResult.Failed(CheckpointState.Missing, path, "no checkpoint");
        try
        {
            _fault?.Invoke(FileStep.Read, path, 0);
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            long bytes = RandomAccess.GetLength(handle);
            if (bytes > MaxFileBytes) return CheckpointResult.Failed(CheckpointState.Foreign, path, $"with {bytes:N0} bytes is larger than any checkpoint");
            byte[] content = GC.AllocateUninitializedArray<byte>((int)bytes);
            int length = 0;
            for (int read; (read = RandomAccess.Read(handle, content.AsSpan(length), length)) > 0; length += read)
            {
                // A file that shrank meanwhile ends the loop early and is then found torn.
            }

            return CheckpointFormat.Read(content.AsMemory(0, length), path);
        }
        catch (Exception cause) when (DurableWriteException.Covers(cause))
        {
            return CheckpointResult.Failed(CheckpointState.Unreadable, path, cause.Message);
        }
    }

    private string PathOf(string job, ReadOnlySpan<byte> inputKey)
    {
        if (job.Length is 0 or > CheckpointFormat.MaxNameBytes || job.AsSpan().ContainsAnyExcept(NameChars))
        {
            throw new ArgumentException($"a job's name has 1 to {CheckpointFormat.MaxNameBytes} of a-z 0-9 - _, not '{job}'", nameof(job));
        }

        if (inputKey.Length is 0 or > CheckpointFormat.MaxKeyBytes)
        {
            throw new ArgumentException($"an input key has 1 to {CheckpointFormat.MaxKeyBytes} bytes, not {inputKey.Length}", nameof(inputKey));
        }

        string key = Convert.ToHexStringLower(inputKey);
        return System.IO.Path.Combine(Folder, $"{job}-{key[..Math.Min(key.Length, KeyCharsInName)]}{Extension}");
    }
}
