namespace Plimsoll.Indexing.Search;

/// <summary>
/// What the candidates of a file say together: a file of which many passages fit is more likely the place than one with a single passage that
/// fits as well.
/// </summary>
internal sealed class FileEvidence
{
    private readonly Dictionary<long, double> _sums = [];
    private double _most;

    /// <summary>Adds the score of a candidate to what its file has.</summary>
    public void Add(long file, double score)
    {
        double sum = _sums.GetValueOrDefault(file) + score;
        _sums[file] = sum;
        _most = Math.Max(_most, sum);
    }

    /// <summary>What a file has, as a share of the file that has most: 0 to 1.</summary>
    public double ShareOf(long file) => _most > 0 ? _sums.GetValueOrDefault(file) / _most : 0;
}
