using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Hostile;

/// <summary>SIGKILL at random instants of a run: the next run ends with the digest of an undisturbed one.</summary>
public sealed class KillTests : IDisposable
{
    private const int Kills = 25;
    private readonly HostileTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Index_KilledAtRandomInstants_EndsWithTheSameDigest()
    {
        string[] digests = new string[2];
        for (int state = 1; state >= 0; state--) digests[state] = Write(state).FreshDigest();
        Assert.NotEqual(digests[0], digests[1], StringComparer.Ordinal);
        TimeSpan span = _tree.Index("--memory", "96MB").Elapsed;
        Random random = new(3);
        int killed = 0;
        for (int round = 0; killed < Kills && round < 3 * Kills; round++)
        {
            // By turns the run that makes an index and the run that brings the index of other sources up to date.
            int state = round % 2;
            if (state == 0 && Directory.Exists(_tree.IndexFolder)) Directory.Delete(_tree.IndexFolder, recursive: true);
            Write(state);
            using RunningProcess running = _tree.Start("index", _tree.Root, "--memory", "96MB");
            running.KillAt(span * (0.1 + (0.9 * random.NextDouble())));
            killed += running.Wait().ExitCode == 137 ? 1 : 0;

            _tree.IndexWell("--memory", "96MB");

            Assert.Equal(digests[state], _tree.Digest());
        }
        Assert.Equal(Kills, killed);
    }

    [Fact]
    public void Digest_FinalStateDamagedOnPurpose_IsAnother()
    {
        _tree.WriteMany(60);
        string digest = _tree.FreshDigest();
        _tree.IndexWell();
        Assert.Equal(digest, _tree.Digest());

        // What a run that lost one word of one file, or one file, would leave.
        string path = _tree.SourceOf("part0/file7.py");
        string text = File.ReadAllText(path);
        File.WriteAllText(path, text.Replace("value_7_3 ", "value_7_4 ", StringComparison.Ordinal));
        _tree.IndexWell();
        Assert.NotEqual(digest, _tree.Digest(), StringComparer.Ordinal);
        File.Delete(path);
        _tree.IndexWell();
        Assert.NotEqual(digest, _tree.Digest(), StringComparer.Ordinal);
        File.WriteAllText(path, text);
        _tree.IndexWell();
        Assert.Equal(digest, _tree.Digest());
    }

    /// <summary>Writes the sources in one of two states, of which every file differs.</summary>
    private HostileTree Write(int state)
    {
        _tree.WriteMany(500, seed: 2000 * state);
        return _tree;
    }
}
