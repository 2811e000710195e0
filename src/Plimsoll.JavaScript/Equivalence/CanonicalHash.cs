using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Plimsoll.JavaScript.Equivalence;

/// <summary>A running hash of 128 bits over numbers and texts in their order: two lanes that multiply and rotate, after the manner of wyhash.</summary>
public struct CanonicalHash
{
    private const ulong FirstKey = 0xA0761D6478BD642F;
    private const ulong SecondKey = 0xE7037ED1A0B428DB;

    private ulong _first;
    private ulong _second;

    /// <summary>All that was added, mixed.</summary>
    public readonly UInt128 Value
    {
        get
        {
            ulong high = Math.BigMul(_first ^ SecondKey, _second ^ FirstKey, out ulong low);
            return new UInt128(high ^ _first, low ^ _second);
        }
    }

    /// <summary>Adds a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong number)
    {
        _first = (BitOperations.RotateLeft(_first, 23) ^ number) * FirstKey;
        _second = (BitOperations.RotateLeft(_second, 41) + number + 1) * SecondKey;
        _second ^= _second >> 32;
    }

    /// <summary>Adds a text with its length.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        Add((ulong)text.Length);
        for (; text.Length >= 8; text = text[8..]) Add(MemoryMarshal.Read<ulong>(text));
        ulong rest = 0;
        for (int i = 0; i < text.Length; i++) rest |= (ulong)text[i] << (8 * i);
        if (!text.IsEmpty) Add(rest);
    }
}
