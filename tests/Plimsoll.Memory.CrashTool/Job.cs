using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Plimsoll.Memory.CrashTool;

/// <summary>Deterministic work in batches: each batch spills a block, each checkpoint folds the spilled blocks into the lanes and saves the lanes.</summary>
internal sealed class Job(string folder, IProgressFile progress, FileFault fault)
{
    public const int LaneCount = 2048;
    private const int BatchCount = 60;
    private const int ItemsPerBatch = 64;
    private const int BlockBytes = LaneCount * sizeof(ulong);

    private readonly ulong[] _lanes = new ulong[LaneCount];
    private int _batchesDone;

    public int Resume() => _batchesDone = progress.Load(_lanes);

    public string Run()
    {
        var cadence = new CheckpointCadence(BatchCount * ItemsPerBatch);
        while (_batchesDone < BatchCount)
        {
            using var spill = SpillFile.Create(folder, cadence.EveryBatches * (long)(BlockBytes + SpillFile.FrameBytes), fault: fault);
            int batch = _batchesDone;
            do Spill(spill, batch++);
            while (!cadence.BatchDone(MemoryPressure.Low));
            progress.Begin(batch);
            Fold(spill);
            progress.Save(_lanes);
            _batchesDone = batch;
        }

        string digest = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(_lanes.AsSpan())));
        AtomicFile.Write(Path.Combine(folder, "result"), System.Text.Encoding.ASCII.GetBytes(digest), fault);
        progress.Delete();
        return digest;
    }

    private static void Spill(SpillFile spill, int batch)
    {
        byte[] block = new byte[BlockBytes];
        ulong state = (ulong)batch * 0x9E3779B97F4A7C15 + 1;
        for (int i = 0; i < block.Length; i += sizeof(ulong))
        {
            for (int item = 0; item < ItemsPerBatch; item++) state = Mix(state + (ulong)i);
            BinaryPrimitives.WriteUInt64LittleEndian(block.AsSpan(i), state);
        }

        spill.Append(block);
    }

    private void Fold(SpillFile spill)
    {
        byte[] block = new byte[BlockBytes];
        for (long at = 0; spill.TryFind(at, out var found); at = SpillFile.Next(found))
        {
            spill.Read(found, block);
            for (int lane = 0; lane < LaneCount; lane++)
            {
                _lanes[lane] = Mix(_lanes[lane] ^ BinaryPrimitives.ReadUInt64LittleEndian(block.AsSpan(lane * sizeof(ulong))));
            }
        }
    }

    // The finalizer of splitmix64: cheap, and any lost or doubled step shows in the digest.
    internal static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
