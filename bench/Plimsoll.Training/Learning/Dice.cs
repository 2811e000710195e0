namespace Plimsoll.Training.Learning;

/// <summary>Random numbers that are the same on every machine and for every version of the runtime (SplitMix64).</summary>
internal struct Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 random bits.</summary>
    public ulong Next()
    {
        ulong mixed = _state += 0x9E3779B97F4A7C15UL;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A number from 0 to below 1.</summary>
    public float NextShare() => (Next() >> 40) / (float)(1 << 24);

    /// <summary>A number from -1 to 1 that clusters around 0: the sum of four even ones.</summary>
    public float NextBell() => ((NextShare() + NextShare() + NextShare() + NextShare()) / 2) - 1;

    /// <summary>Brings numbers in random order.</summary>
    public void Shuffle(Span<int> numbers)
    {
        for (int i = numbers.Length - 1; i > 0; i--)
        {
            int other = (int)(Next() % (ulong)(i + 1));
            (numbers[i], numbers[other]) = (numbers[other], numbers[i]);
        }
    }
}
