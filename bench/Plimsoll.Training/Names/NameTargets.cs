using Plimsoll.Unminify.Naming;

namespace Plimsoll.Training.Names;

/// <summary>
/// What a ranking is to come to: most for the right name, a little for names that have words of it. Where the right name cannot be proposed, what is nearest to it is
/// still better than all else, and says as much. (After Norouzi et al., "Reward Augmented Maximum Likelihood for Neural Structured Prediction", 2016.)
/// </summary>
internal sealed class NameTargets(PhraseTable phrases)
{
    private const float NearMax = 0.3f;

    private readonly List<float> _shares = [];

    /// <summary>The share of each candidate; their sum is one.</summary>
    public IReadOnlyList<float> Shares => _shares;

    /// <summary>Sets the shares of candidates.</summary>
    /// <param name="candidates">The proposed names.</param>
    /// <param name="right">The index of the right one, or -1.</param>
    /// <param name="label">The right name.</param>
    /// <returns>How much can be learnt: one, less where the right name is not there, nothing where no candidate is near it.</returns>
    public float Aim(List<int> candidates, int right, int label)
    {
        _shares.Clear();
        float sum = 0, nearest = 0;
        for (int i = 0; i < candidates.Count; i++)
        {
            float near = i == right ? 0 : Near(candidates[i], label);
            _shares.Add(near);
            sum += near;
            nearest = Math.Max(nearest, near);
        }

        float left = right < 0 ? 1 : NearMax * nearest;
        for (int i = 0; i < _shares.Count && sum > 0; i++) _shares[i] *= left / sum;
        if (right < 0) return nearest;
        _shares[right] = 1 - left;
        return 1;
    }

    /// <summary>The square of the share of words that two names have in common (F1).</summary>
    private float Near(int name, int label)
    {
        float share = 2f * phrases.CountCommon(name, label) / (phrases.WordsOf(name) + phrases.WordsOf(label));
        return share * share;
    }
}
