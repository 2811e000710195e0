namespace Plimsoll.Unminify.Naming;

/// <summary>How a program uses a phrase, in small numbers: what a name's fit is judged by. Packed into two bytes.</summary>
/// <param name="Bits">Zero where it is not known yet.</param>
internal readonly record struct PhraseUse(ushort Bits)
{
    /// <summary>Packs the numbers.</summary>
    public PhraseUse(int level, int lastLevel, int words, int known, uint frequency)
        : this((ushort)(0x8000 | level | (lastLevel << 3) | (words << 6) | (known << 9) | ((int)frequency << 12)))
    {
    }

    /// <summary>How often the program says the phrase, 0 to 5.</summary>
    public int Level => Bits & 7;

    /// <summary>How often it says the last word, 0 to 5.</summary>
    public int LastLevel => (Bits >> 3) & 7;

    /// <summary>How many words the phrase has, up to 4.</summary>
    public int Words => (Bits >> 6) & 7;

    /// <summary>How many of them the program says, up to 4.</summary>
    public int Known => (Bits >> 9) & 7;

    /// <summary>How common the name is where the table was trained, 0 to 7.</summary>
    public int Frequency => (Bits >> 12) & 7;
}
