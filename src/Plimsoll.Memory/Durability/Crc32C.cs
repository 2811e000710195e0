using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ArmAes = System.Runtime.Intrinsics.Arm.Aes;
using ArmCrc = System.Runtime.Intrinsics.Arm.Crc32;

namespace Plimsoll.Memory;

/// <summary>CRC-32C (Castagnoli, reflected polynomial 0x82F63B78), the checksum of every durable file here; the same value as in iSCSI, ext4 and RocksDB.</summary>
/// <remarks>
/// The processor's instruction takes three cycles but a new one can start in each, so three runs of the input are summed side by side and
/// joined by one carry-less product. Source of the method: V. Gopal and others, "Fast CRC Computation for iSCSI Polynomial Using CRC32
/// Instruction", Intel 2011; M. Adler's crc32c.c.
/// </remarks>
public static class Crc32C
{
    // Three runs of 1 KB suit blocks of 16 to 64 KB; three of 128 bytes shorten what is left over to less than 384 bytes.
    private const int LongRun = 1024;
    private const int ShortRun = 128;

    // x^(8n-33) modulo the polynomial for n = one and two runs: the product with it moves a sum past n bytes of zeros.
    private const uint LongRunOnce = 0x170076FA;
    private const uint LongRunTwice = 0xA51B6135;
    private const uint ShortRunOnce = 0x0D3B6092;
    private const uint ShortRunTwice = 0xB9E02B86;

    /// <summary>The checksum of <paramref name="data"/>; 0 for no data.</summary>
    public static uint Compute(ReadOnlySpan<byte> data) => Append(0, data);

    /// <summary>Goes on from <paramref name="checksum"/> of all earlier data: <c>Append(Compute(a), b)</c> is <c>Compute(a + b)</c>.</summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> data)
    {
        uint state = ~checksum;
        if (Sse42.X64.IsSupported && Pclmulqdq.IsSupported) return ~HardwareX64(state, data);
        if (ArmCrc.Arm64.IsSupported && ArmAes.IsSupported) return ~HardwareArm64(state, data);
        return ~Crc32CTable.Update(state, data);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint HardwareX64(uint state, ReadOnlySpan<byte> data)
    {
        ref byte at = ref MemoryMarshal.GetReference(data);
        int left = data.Length;
        for (int run = LongRun; run >= ShortRun; run -= LongRun - ShortRun)
        {
            var joins = run == LongRun ? Vector128.Create(LongRunTwice, (ulong)LongRunOnce) : Vector128.Create(ShortRunTwice, (ulong)ShortRunOnce);
            for (; left >= 3 * run; left -= 3 * run)
            {
                ulong a = state, b = 0, c = 0;
                for (int i = 0; i < run; i += 8)
                {
                    a = Sse42.X64.Crc32(a, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref at, i)));
                    b = Sse42.X64.Crc32(b, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref at, i + run)));
                    c = Sse42.X64.Crc32(c, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref at, i + 2 * run)));
                }

                var moved = Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(a), joins, 0x00) ^ Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(b), joins, 0x10);
                state = (uint)(Sse42.X64.Crc32(0, moved.ToScalar()) ^ c);
                at = ref Unsafe.Add(ref at, 3 * run);
            }
        }

        for (; left >= 8; left -= 8)
        {
            state = (uint)Sse42.X64.Crc32(state, Unsafe.ReadUnaligned<ulong>(ref at));
            at = ref Unsafe.Add(ref at, 8);
        }

        for (int i = 0; i < left; i++) state = Sse42.Crc32(state, Unsafe.Add(ref at, i));
        return state;
    }

    [System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage(Justification = "Runs on ARM processors only.")]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint HardwareArm64(uint state, ReadOnlySpan<byte> data)
    {
        ref byte at = ref MemoryMarshal.GetReference(data);
        int left = data.Length;
        for (; left >= 3 * LongRun; left -= 3 * LongRun)
        {
            uint a = state, b = 0, c = 0;
            for (int i = 0; i < LongRun; i += 8)
            {
                a = ArmCrc.Arm64.ComputeCrc32C(a, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref at, i)));
                b = ArmCrc.Arm64.ComputeCrc32C(b, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref at, i + LongRun)));
                c = ArmCrc.Arm64.ComputeCrc32C(c, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref at, i + 2 * LongRun)));
            }

            var moved = ArmAes.PolynomialMultiplyWideningLower(Vector64.CreateScalar((ulong)a), Vector64.CreateScalar((ulong)LongRunTwice))
                ^ ArmAes.PolynomialMultiplyWideningLower(Vector64.CreateScalar((ulong)b), Vector64.CreateScalar((ulong)LongRunOnce));
            state = ArmCrc.Arm64.ComputeCrc32C(0, moved.ToScalar()) ^ c;
            at = ref Unsafe.Add(ref at, 3 * LongRun);
        }

        for (; left >= 8; left -= 8)
        {
            state = ArmCrc.Arm64.ComputeCrc32C(state, Unsafe.ReadUnaligned<ulong>(ref at));
            at = ref Unsafe.Add(ref at, 8);
        }

        for (int i = 0; i < left; i++) state = ArmCrc.ComputeCrc32C(state, Unsafe.Add(ref at, i));
        return state;
    }
}

/// <summary>The same checksum by tables (slicing by 8), for processors without the instruction; made at first use, 8 KB.</summary>
internal static class Crc32CTable
{
    private const uint Polynomial = 0x82F63B78;
    private static readonly uint[] Table = Make();

    public static uint Update(uint state, ReadOnlySpan<byte> data)
    {
        uint[] t = Table;
        for (; data.Length >= 8; data = data[8..])
        {
            uint low = state ^ BinaryPrimitives.ReadUInt32LittleEndian(data);
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            state = t[(7 * 256) + (low & 0xFF)] ^ t[(6 * 256) + ((low >> 8) & 0xFF)] ^ t[(5 * 256) + ((low >> 16) & 0xFF)] ^ t[(4 * 256) + (low >> 24)]
                ^ t[(3 * 256) + (high & 0xFF)] ^ t[(2 * 256) + ((high >> 8) & 0xFF)] ^ t[256 + ((high >> 16) & 0xFF)] ^ t[high >> 24];
        }

        foreach (byte b in data) state = t[(state ^ b) & 0xFF] ^ (state >> 8);
        return state;
    }

    private static uint[] Make()
    {
        uint[] table = new uint[8 * 256];
        for (uint i = 0; i < 256; i++)
        {
            uint r = i;
            for (int bit = 0; bit < 8; bit++) r = (r >> 1) ^ ((r & 1) * Polynomial);
            table[i] = r;
        }

        for (int i = 256; i < table.Length; i++) table[i] = table[table[i - 256] & 0xFF] ^ (table[i - 256] >> 8);
        return table;
    }
}
