using System.Runtime.CompilerServices;

namespace Plimsoll.Unminify.Naming;

/// <summary>Clues as 32-bit numbers. Text is never kept: it is mixed into the number.</summary>
internal static class Clues
{
    private const uint Odd = 0x9E3779B1;

    /// <summary>A clue by itself.</summary>
    public static uint Of(Clue clue) => Mix((uint)clue * Odd);

    /// <summary>A clue with something of it.</summary>
    public static uint Of(Clue clue, uint what) => Mix(Mix((uint)clue * Odd) + what);

    /// <summary>A clue with two things of it.</summary>
    public static uint Of(Clue clue, uint what, uint more) => Mix(Of(clue, what) + more);

    /// <summary>Two numbers as one; the order counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Join(uint first, uint second) => Mix((first * Odd) + second);

    /// <summary>The number of a text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static uint Hash(ReadOnlySpan<byte> text)
    {
        uint hash = 0x811C9DC5;
        foreach (byte one in text) hash = (hash ^ one) * 0x01000193;
        return Mix(hash);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Mix(uint value)
    {
        value ^= value >> 16;
        value *= 0x7FEB352D;
        value ^= value >> 15;
        value *= 0x846CA68B;
        return value ^ (value >> 16);
    }
}
