using System.Runtime.InteropServices;
using Plimsoll.Indexing.Jobs;
using Plimsoll.Indexing.Segments;
using Plimsoll.Indexing.Tests.Jobs;

namespace Plimsoll.Indexing.Tests.Segments;

/// <summary>
/// An index found in a repository is input like any other: whatever numbers are in it, and however right its checksums are, it is answered
/// from or refused as damaged. A number that is followed out of the segment ends this whole test run, which is the point.
/// </summary>
public sealed class ForgedSegmentTests
{
    private const int RandomForgeries = 2000;

    /// <summary>How often what a run repairs is compared; a run costs as much as hundreds of searches.</summary>
    private const int RepairEvery = 100;

    private static readonly uint[] Hostile =
        [0, 1, 2, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF, 0x0100_0000, 0x4000_0000];

    [Fact]
    public void EachField_HostileValue_IsAnsweredOrDamaged()
    {
        using var index = new ForgedIndex();
        int damaged = 0, tries = 0;
        foreach ((string _, int start, int end, int record) in index.Forger.Parts())
        {
            if (record == 1)
                continue;
            foreach (int at in (int[])[start, start + ((end - start) / record / 2 * record), end - record])
            {
                for (int field = 0; field + sizeof(uint) <= record; field += sizeof(ushort))
                    Try(at + field);
            }
        }

        Assert.True(damaged > tries / 4, $"{damaged} of {tries} were noticed");

        void Try(int at)
        {
            uint real = MemoryMarshal.Read<uint>(index.Forger.Body[at..]);
            foreach (uint value in (uint[])[.. Hostile, real + 1, real - 1, index.Forger.Footer.ChunkCount, index.Forger.Footer.FileCount])
            {
                index.Forger.Reset();
                MemoryMarshal.Write(index.Forger.Body[at..], value);
                tries++;
                damaged += index.IsDamaged() ? 1 : 0;
            }
        }
    }

    [Fact]
    public void EachNumberOfTheFooter_HostileValue_IsAnsweredOrDamaged()
    {
        using var index = new ForgedIndex();
        int size = Marshal.SizeOf<SegmentFooter>();
        for (int at = 0; at + sizeof(uint) <= size; at += sizeof(uint))
        {
            foreach (uint value in Hostile)
            {
                index.Forger.Reset();
                index.Forger.ForgeFooter(at, value);
                index.IsDamaged();
                if (at % sizeof(long) != 0)
                    continue;
                index.Forger.ForgeFooter(at, value == 1 ? long.MaxValue : value == 2 ? long.MinValue : (long)(int)value);
                index.IsDamaged();
            }
        }
    }

    [Fact]
    public void Random_ForgeriesOfAnyPart_AreAnsweredOrDamagedAndRepaired()
    {
        using var index = new ForgedIndex();
        var random = new Random(77);
        (string Name, int Start, int End, int Record)[] parts = index.Forger.Parts();
        int damaged = 0;
        for (int round = 0; round < RandomForgeries; round++)
        {
            index.Forger.Reset();
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                (string _, int start, int end, int _) = parts[random.Next(parts.Length)];
                int at = random.Next(start, end);
                if (random.Next(2) == 0 || at + sizeof(uint) > end)
                    index.Forger.Body[at] = (byte)(random.Next(3) == 0 ? 0xFF : random.Next(256));
                else
                    MemoryMarshal.Write(index.Forger.Body[at..], Hostile[random.Next(Hostile.Length)]);
            }

            bool isDamaged = index.IsDamaged();
            damaged += isDamaged ? 1 : 0;
            if (isDamaged && round % RepairEvery < 4)
                index.AssertRepairs();
        }

        Assert.True(damaged > RandomForgeries / 4, $"{damaged} of {RandomForgeries} were noticed");
    }

    [Fact]
    public void Verify_WhateverASearchRefuses_IsRefusedToo()
    {
        using var index = new ForgedIndex();
        var random = new Random(78);
        (string Name, int Start, int End, int Record)[] parts = index.Forger.Parts();
        for (int round = 0; round < RandomForgeries / 2; round++)
        {
            index.Forger.Reset();
            (string _, int start, int end, int _) = parts[random.Next(parts.Length)];
            index.Forger.Body[random.Next(start, end)] ^= (byte)(1 << random.Next(8));
            if (index.IsDamaged())
                Assert.True(index.IsFoundByVerify(), "`plimsoll index` must find what stops a search");
        }
    }

    [Theory]
    [InlineData(0L, 1900L << 20)]
    [InlineData(0L, 3000L << 20)]
    [InlineData(long.MaxValue, 1L << 20)]
    [InlineData(-1L, 1L << 20)]
    [InlineData(2L << 30, 3000L << 20)]
    [InlineData(0L, 100L << 30)]
    public void Run_ForeignFileThatLooksLikeASegment_IsLeftOutAndDeleted(long checksumsOffset, long length)
    {
        using var fixture = new JobFixture();
        fixture.WriteMadeUp(61, 3);
        fixture.Run();
        string path = Path.Combine(fixture.IndexFolder, "0123456789abcdef.seg");
        using (FileStream file = File.Create(path))
        {
            file.Write(MemoryMarshal.AsBytes([new SegmentHeader { Magic = SegmentFormat.Magic, Version = SegmentFormat.Version }]));
            file.SetLength(length);
            file.Position = length;
            file.Write(MemoryMarshal.AsBytes(
                [new SegmentFooter { ChecksumsOffset = checksumsOffset, Magic = SegmentFormat.Magic, Version = SegmentFormat.Version }]));
        }

        IndexReport report = fixture.Run();
        Assert.Equal(3, report.Unchanged);
        Assert.Contains(report.Warnings, warning => warning.Contains("0123456789abcdef.seg", StringComparison.Ordinal));
        Assert.False(File.Exists(path));
    }
}
