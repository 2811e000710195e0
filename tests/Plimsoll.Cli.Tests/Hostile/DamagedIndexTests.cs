using System.Buffers.Binary;
using System.Text.Json;
using Plimsoll.Memory;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Hostile;

/// <summary>Damage of every file of an index: said by search and status or without effect, and mended by index.</summary>
public sealed class DamagedIndexTests : IDisposable
{
    /// <summary>A version of the format that no build will have for long.</summary>
    private const uint Newer = 1000;

    private readonly HostileTree _tree = new();
    private readonly string _digest;
    private readonly string _intact;

    public DamagedIndexTests()
    {
        _tree.WriteMany(60);
        _tree.Write("data.bin", "\0\0\0binary\0");
        _tree.Shell("mkfifo pipe; ln -s nowhere link");
        _tree.IndexWell();

        // A touched file brings the file with newer stamps into being.
        File.SetLastWriteTimeUtc(_tree.SourceOf("part0/file0.py"), DateTime.UnixEpoch.AddDays(9000));
        _tree.IndexWell();
        _digest = _tree.Digest();
        Assert.Equal(_tree.FreshDigest(), _digest);
        _intact = _tree.PathOf("intact");
        Directory.Move(_tree.IndexFolder, _intact);
        foreach (string kind in new[] { ".seg", ".stamps", "manifest", "skipped", "lock", ".gitignore" })
        {
            Assert.Contains(Directory.GetFiles(_intact), file => file.EndsWith(kind, StringComparison.Ordinal));
        }
    }

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void AnyFile_BitFlipped_IsToldOrHarmlessAndMended()
    {
        Random random = new(11);
        foreach (string name in Files())
        {
            long length = new FileInfo(Path.Combine(_intact, name)).Length;
            foreach (long at in new[] { 0, length / 2, length - 1, random.NextInt64(length) })
            {
                Restore();
                string path = Path.Combine(_tree.IndexFolder, name);
                using (FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite))
                {
                    file.Position = at;
                    int value = file.ReadByte();
                    file.Position = at;
                    file.WriteByte((byte)(value ^ (1 << random.Next(8))));
                }
                AssertToldAndMended(name, $"{name} at {at}", name.EndsWith(".seg", StringComparison.Ordinal) || name == "manifest");
            }
        }
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("cut")]
    [InlineData("missing")]
    public void AnyFile_CutOrGone_IsToldOrHarmlessAndMended(string damage)
    {
        foreach (string name in Files())
        {
            Restore();
            string path = Path.Combine(_tree.IndexFolder, name);
            long length = new FileInfo(path).Length;
            if (damage == "missing") File.Delete(path);
            else
            {
                using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite);
                file.SetLength(damage == "empty" ? 0 : length / 2);
            }
            AssertToldAndMended(name, $"{name} {damage}", mustTell: name.EndsWith(".seg", StringComparison.Ordinal) || name == "manifest");
        }
    }

    [Fact]
    public void Segment_OfANewerFormat_IsToldAndNeverReplacedUnasked()
    {
        Restore();
        string path = Directory.GetFiles(_tree.IndexFolder, "*.seg")[0];
        byte[] bytes = File.ReadAllBytes(path);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Newer);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 16), Newer);
        File.WriteAllBytes(path, bytes);

        AssertNewer(path, bytes);
    }

    [Fact]
    public void Manifest_OfANewerFormat_IsToldAndNeverReplacedUnasked()
    {
        Restore();
        string path = Path.Combine(_tree.IndexFolder, "manifest");
        byte[] bytes = File.ReadAllBytes(path);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), 7);
        uint checksum = Crc32C.Append(Crc32C.Compute(bytes.AsSpan(8, 8)), bytes.AsSpan(20));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), checksum);
        File.WriteAllBytes(path, bytes);

        AssertNewer(path, bytes);
    }

    private void AssertNewer(string path, byte[] bytes)
    {
        foreach (ProcessResult result in new[] { _tree.Search("value_1_1"), _tree.Status(), _tree.Status("--digest"), _tree.Index() })
        {
            Assert.True(result.ExitCode == ExitCode.BadData, result.ToString());
            Assert.Contains($"{path} was made by a newer plimsoll", result.StandardError, StringComparison.Ordinal);
            Assert.Contains("plimsoll index --fresh", result.StandardError, StringComparison.Ordinal);
        }
        Assert.Equal(bytes, File.ReadAllBytes(path));
        _tree.IndexWell("--fresh");
        Assert.Equal(_digest, _tree.Digest());
    }

    /// <summary>A search that answers must answer rightly; one that does not must say which file and what to do. Then one plain run of index mends all.</summary>
    private void AssertToldAndMended(string name, string what, bool mustTell)
    {
        bool told = false;
        ProcessResult search = _tree.Search("value_42_7", "-k", "1", "--json");
        if (search.ExitCode == ExitCode.Ok) Assert.Contains("part0/file42.py", search.StandardOutput, StringComparison.Ordinal);
        foreach (ProcessResult result in new[] { search, _tree.Status(), _tree.Status("--digest"), _tree.Status("--skipped") })
        {
            if (result.ExitCode == ExitCode.Ok) continue;
            told = true;
            Assert.True(result.ExitCode == ExitCode.BadData || (name == "manifest" && result.ExitCode == ExitCode.NoInput), $"{what}: {result}");
            Assert.Contains("Run `plimsoll index`", result.StandardError, StringComparison.Ordinal);
            Assert.Contains(_tree.IndexFolder, result.StandardError, StringComparison.Ordinal);
        }
        Assert.True(told || !mustTell, what);

        JsonElement answer = _tree.IndexWell();
        Assert.True(name == "manifest" || !mustTell || answer.GetProperty("warnings").GetArrayLength() > 0, what);
        Assert.True(_digest == _tree.Digest(), what);
        ProcessResult skipped = _tree.Status("--skipped");
        Assert.True(skipped.ExitCode == ExitCode.Ok, $"{what}: {skipped}");
        Assert.Contains("symlink\tlink\n", skipped.StandardOutput, StringComparison.Ordinal);
    }

    private string[] Files() => [.. Directory.GetFiles(_intact).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private void Restore()
    {
        if (Directory.Exists(_tree.IndexFolder)) Directory.Delete(_tree.IndexFolder, recursive: true);
        Directory.CreateDirectory(_tree.IndexFolder);
        foreach (string name in Files()) File.Copy(Path.Combine(_intact, name), Path.Combine(_tree.IndexFolder, name));
    }
}
