using System.Buffers.Text;

namespace Plimsoll.Memory;

/// <summary>Who holds a <see cref="FileLock"/>: the process and the moment at which it took the lock.</summary>
public sealed record FileLockHolder(int ProcessId, DateTimeOffset Since)
{
    /// <summary>Reads "pid milliseconds"; null when the holder has not written its note yet, or something else lies there.</summary>
    internal static FileLockHolder? Parse(ReadOnlySpan<byte> note)
    {
        if (!Utf8Parser.TryParse(note, out int process, out int used) || used >= note.Length) return null;
        if (!Utf8Parser.TryParse(note[(used + 1)..], out long milliseconds, out _) || milliseconds < 0) return null;
        return milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? null : new FileLockHolder(process, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
    }
}

/// <summary>Another process has the lock.</summary>
public sealed class FileLockedException : IOException
{
    internal FileLockedException(string path, FileLockHolder? holder)
        : base(holder is null
            ? $"another process holds {path}; wait for it to end and run the same command again"
            : $"another process {holder.ProcessId} holds {path} since {holder.Since:yyyy-MM-dd HH:mm:ss} UTC; wait for it to end, or stop it, and run the same command again")
    {
        Path = path;
        Holder = holder;
    }

    /// <summary>The lock file.</summary>
    public string Path { get; }

    /// <summary>Who has the lock, as far as is known.</summary>
    public FileLockHolder? Holder { get; }
}
