using System.Numerics;

namespace Plimsoll.Indexing.Search;

/// <summary>
/// What the candidates of a file say together: a file of which many passages fit is more likely the place than one with a single passage that
/// fits as well.
/// </summary>
internal sealed class FileEvidence
{
    private readonly Dictionary<long, Evidence> _files = [];
    private double _most;

    /// <summary>Adds a candidate to what its file has.</summary>
    /// <param name="file">The file.</param>
    /// <param name="score">What words and meaning say of the candidate.</param>
    /// <param name="terms">The query's terms that it has.</param>
    public void Add(long file, double score, uint terms)
    {
        Evidence evidence = _files.GetValueOrDefault(file);
        evidence.Add(score, terms);
        _files[file] = evidence;
        _most = Math.Max(_most, evidence.Sum);
    }

    /// <summary>Puts what a file has into <paramref name="signals"/>.</summary>
    public void Measure(long file, Signals signals)
    {
        Evidence evidence = _files.GetValueOrDefault(file);
        signals[Signal.SameFile] = _most > 0 ? evidence.Sum / _most : 0;
        signals[Signal.BestThree] = evidence.First + evidence.Second + evidence.Third;
        signals[Signal.Candidates] = Math.Log(1 + evidence.Count);
        signals[Signal.Terms] = BitOperations.PopCount(evidence.Terms);
    }

    private struct Evidence
    {
        public double Sum;
        public double First;
        public double Second;
        public double Third;
        public int Count;
        public uint Terms;

        public void Add(double score, uint terms)
        {
            Sum += score;
            Count++;
            Terms |= terms;
            if (score > First)
                (First, Second, Third) = (score, First, Second);
            else if (score > Second)
                (Second, Third) = (score, Second);
            else
                Third = Math.Max(Third, score);
        }
    }
}
