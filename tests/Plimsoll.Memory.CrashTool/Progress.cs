using System.Runtime.InteropServices;

namespace Plimsoll.Memory.CrashTool;

/// <summary>Where the job keeps how far it has come; one way is right and one is the control.</summary>
internal interface IProgressFile
{
    int Load(Span<ulong> lanes);

    void Begin(int batchesDone);

    void Save(ReadOnlySpan<ulong> lanes);

    void Delete();
}

/// <summary>The right way: a checkpoint, replaced as a whole.</summary>
internal sealed class CheckpointedProgress(string folder, FileFault fault) : IProgressFile
{
    private const int StateVersion = 1;
    private readonly CheckpointStore _store = new(folder, TimeProvider.System, fault);
    private int _batchesDone;

    private static ReadOnlySpan<byte> Key => "the only input"u8;

    public int Load(Span<ulong> lanes)
    {
        var found = _store.Load("crash", Key, StateVersion);
        if (found.State is CheckpointState.Missing) return 0;
        if (found.State is not CheckpointState.Found) throw new InvalidDataException(found.Message);
        found.Payload.Span.CopyTo(MemoryMarshal.AsBytes(lanes));
        return (int)found.Info!.ItemsDone;
    }

    public void Begin(int batchesDone) => _batchesDone = batchesDone;

    public void Save(ReadOnlySpan<ulong> lanes) => _store.Save("crash", Key, StateVersion, _batchesDone, MemoryMarshal.AsBytes(lanes));

    public void Delete() => _store.Delete("crash", Key);
}

/// <summary>The control: written in place, piece by piece, with nothing that tells a torn state from a whole one.</summary>
internal sealed class BrokenProgress(string folder) : IProgressFile
{
    private const int PieceLanes = 16;
    private readonly string _path = Path.Combine(folder, "progress");
    private int _batchesDone;

    public int Load(Span<ulong> lanes)
    {
        if (!File.Exists(_path)) return 0;
        using var file = File.OpenRead(_path);
        Span<int> position = stackalloc int[1];
        _ = file.ReadAtLeast(MemoryMarshal.AsBytes(position), sizeof(int), throwOnEndOfStream: false);
        _ = file.ReadAtLeast(MemoryMarshal.AsBytes(lanes), lanes.Length * sizeof(ulong), throwOnEndOfStream: false);
        return position[0];
    }

    public void Begin(int batchesDone) => _batchesDone = batchesDone;

    public void Save(ReadOnlySpan<ulong> lanes)
    {
        using var file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in _batchesDone)));
        for (int lane = 0; lane < lanes.Length; lane += PieceLanes)
        {
            file.Write(MemoryMarshal.AsBytes(lanes.Slice(lane, PieceLanes)));
            file.Flush(flushToDisk: true);
        }
    }

    public void Delete() => File.Delete(_path);
}
