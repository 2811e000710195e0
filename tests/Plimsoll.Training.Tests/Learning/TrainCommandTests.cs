using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Plimsoll.Testing;
using Plimsoll.Training.Learning;

namespace Plimsoll.Training.Tests.Learning;

/// <summary>Trains tiny tables on pairs whose two sides share no word, so that only what was learnt can join them.</summary>
public sealed partial class TrainCommandTests : IDisposable
{
    private const int Ideas = 60;

    private readonly TempFolder _folder = new();

    public TrainCommandTests() => WritePairs();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_SameSeed_GivesTheSameBytes()
    {
        Train("one", 1);
        Train("two", 1);
        Train("other", 2);
        Assert.Equal(File.ReadAllBytes(_folder.PathOf("one")), File.ReadAllBytes(_folder.PathOf("two")));
        Assert.NotEqual(File.ReadAllBytes(_folder.PathOf("one")), File.ReadAllBytes(_folder.PathOf("other")));
    }

    [Fact]
    public void Run_RepositoryKeptOut_FindsWhatTheUntrainedTableDoesNot()
    {
        double[] recalls = [.. Recall().Matches(Train("table", 1)).Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];
        Assert.InRange(recalls[0], 0, .5);
        Assert.InRange(recalls[^1], .9, 1);
    }

    [Fact]
    public void Run_LineTooLow_SaysSoAndWritesNothing()
    {
        var log = new StringWriter();
        Assert.Equal(75, TrainCommand.Run(Options("table", 1) with { Memory = 48L << 20 }, log));
        Assert.Contains("too low", log.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.PathOf("table")));
    }

    [Fact]
    public void Run_DamagedPairs_SaysSo()
    {
        _folder.Write("pairs.txt", "repository\tpath\n");
        Assert.Throws<TrainingException>(() => Train("table", 1));
    }

    private string Train(string name, int seed)
    {
        var log = new StringWriter();
        Assert.Equal(0, TrainCommand.Run(Options(name, seed), log));
        return log.ToString();
    }

    private TrainingOptions Options(string name, int seed) => new()
    {
        Pairs = [_folder.PathOf("pairs.txt")],
        Out = _folder.PathOf(name),
        Seed = seed,
        Dimensions = 32,
        Edges = 16,
        Batch = 64,
        Epochs = 8,
        Rate = .05f,
        HoldOut = ["unseen"],
    };

    /// <summary>A pair is about three ideas; its sentence has one word for each, its code another.</summary>
    private void WritePairs()
    {
        var dice = new Dice(7);
        var lines = new StringBuilder();
        for (int i = 0; i < 1200; i++)
        {
            int[] ideas = [(int)(dice.Next() % Ideas), (int)(dice.Next() % Ideas), (int)(dice.Next() % Ideas)];
            string sentence = string.Join(' ', ideas.Distinct().Select(idea => $"say{(char)('a' + (idea / 10))}{(char)('a' + (idea % 10))}:1"));
            string code = string.Join(' ', ideas.Distinct().Select(idea => $"do{(char)('a' + (idea % 10))}{(char)('a' + (idea / 10))}:2"));
            lines.Append(CultureInfo.InvariantCulture, $"{(i % 10 == 0 ? "unseen" : "seen")}\tfile{i}\t{sentence}\t\t\t\t{code} return:1\n");
        }

        _folder.Write("pairs.txt", lines.ToString());
    }

    [GeneratedRegex(@"recall@10 (\S+)")]
    private static partial Regex Recall();
}
