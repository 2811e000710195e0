namespace Plimsoll.Memory;

/// <summary>The resident memory of this process, told apart. <see cref="IsSplit"/> is false where the system only gives a total.</summary>
internal readonly struct ProcessFigures(bool isSplit, long resident, long anon, long file, long shmem)
{
    public readonly bool IsSplit = isSplit;
    public readonly long Resident = resident;
    public readonly long Anon = anon;
    public readonly long File = file;
    public readonly long Shmem = shmem;
}

/// <summary>Reads <c>/proc/self/statm</c> and <c>/proc/self/status</c> by kept handles; without them the runtime's working set has to do.</summary>
internal sealed class ProcessCounters : IDisposable
{
    private readonly byte[] _buffer = new byte[8192];
    private readonly int _pageBytes;
    private readonly KernelFile? _statm;
    private readonly KernelFile? _status;
    private long _shmem;

    public ProcessCounters(MemoryProbeOptions options)
    {
        _pageBytes = options.PageBytes;
        _statm = KernelFile.TryOpen(Path.Combine(options.ProcRoot, "self", "statm"), faults: null);
        _status = KernelFile.TryOpen(Path.Combine(options.ProcRoot, "self", "status"), faults: null);
    }

    public bool IsSplit => _statm is not null;

    /// <summary>The cheap reading. Shared memory is that of the last exact reading, because this file counts it among the pages of files.</summary>
    public ProcessFigures Read()
    {
        int length = _statm?.Read(_buffer) ?? -1;
        if (length <= 0)
            return Total();

        ReadOnlySpan<byte> line = _buffer.AsSpan(0, length);
        long resident = KernelText.Field(line, 1) * _pageBytes;
        long shared = KernelText.Field(line, 2) * _pageBytes;
        long shmem = Math.Min(_shmem, shared);
        return new ProcessFigures(isSplit: true, resident, Math.Max(0, resident - shared), shared - shmem, shmem);
    }

    /// <summary>The exact reading, some ten times slower.</summary>
    public ProcessFigures ReadExactly()
    {
        int length = _status?.Read(_buffer) ?? -1;
        if (length <= 0)
            return Read();

        ReadOnlySpan<byte> text = _buffer.AsSpan(0, length);
        long anon = KernelText.Keyed(text, "RssAnon"u8);
        long shmem = KernelText.Keyed(text, "RssShmem"u8);
        if (anon < 0 || shmem < 0)
            return Read();

        _shmem = shmem << 10;
        long file = Math.Max(0, KernelText.Keyed(text, "RssFile"u8)) << 10;
        anon <<= 10;
        return new ProcessFigures(isSplit: true, anon + file + _shmem, anon, file, _shmem);
    }

    public void Dispose()
    {
        _statm?.Dispose();
        _status?.Dispose();
    }

    private static ProcessFigures Total()
    {
        long resident = Environment.WorkingSet;
        return new ProcessFigures(isSplit: false, resident, resident, 0, 0);
    }
}
