using System.Runtime.InteropServices;
using Plimsoll.Unminify.Naming;

namespace Plimsoll.Training.Names;

/// <summary>Writes functions in the layout that <see cref="KnownFunctions"/> reads.</summary>
internal static class KnownFunctionsImage
{
    /// <summary>Writes as many functions as there is room for.</summary>
    /// <param name="functions">Keys and names, the most valuable first.</param>
    /// <param name="image">Where to.</param>
    /// <param name="bytesMax">The room.</param>
    /// <returns>How many were written.</returns>
    public static int Write(IEnumerable<(ulong Key, int[] Names)> functions, Stream image, long bytesMax)
    {
        List<(ulong Key, byte[] Codes)> chosen = [];
        HashSet<(int, uint)> keys = [];
        long bytes = KnownFunctions.IndexBytes;
        foreach ((ulong key, int[] names) in functions)
        {
            byte[] codes = CodesOf(names);
            if (bytes + KnownFunctions.HeadBytes + codes.Length > bytesMax) break;
            if (!keys.Add((KnownFunctions.BucketOf(key), KnownFunctions.RestOf(key)))) continue;
            bytes += KnownFunctions.HeadBytes + codes.Length;
            chosen.Add((key, codes));
        }

        chosen.Sort(static (left, right) => left.Key.CompareTo(right.Key));
        WriteIndex(chosen, image);
        foreach ((ulong key, byte[] codes) in chosen)
        {
            uint rest = KnownFunctions.RestOf(key);
            image.Write([(byte)rest, (byte)(rest >> 8), (byte)(rest >> 16), (byte)codes.Length]);
            image.Write(codes);
        }

        return chosen.Count;
    }

    private static void WriteIndex(List<(ulong Key, byte[] Codes)> chosen, Stream image)
    {
        int[] starts = new int[KnownFunctions.Buckets + 1];
        foreach ((ulong key, byte[] codes) in chosen) starts[KnownFunctions.BucketOf(key) + 1] += KnownFunctions.HeadBytes + codes.Length;
        for (int bucket = 0; bucket < KnownFunctions.Buckets; bucket++) starts[bucket + 1] += starts[bucket];
        image.Write(MemoryMarshal.AsBytes<int>(starts));
    }

    /// <summary>Each name in seven bits a byte, those at the end that are none left out. A list that would be too long is cut.</summary>
    private static byte[] CodesOf(int[] names)
    {
        List<byte> codes = [];
        int end = Array.FindLastIndex(names, static name => name >= 0) + 1;
        for (int i = 0; i < end; i++)
        {
            uint code = (uint)Math.Max(0, names[i] + 1);
            int before = codes.Count;
            for (; code >= 0x80; code >>= 7) codes.Add((byte)(code | 0x80));
            codes.Add((byte)code);
            if (codes.Count <= byte.MaxValue) continue;
            codes.RemoveRange(before, codes.Count - before);
            break;
        }

        return [.. codes];
    }
}
