namespace Plimsoll.Indexing.Embedding.Onnx.Tokenizing;

/// <summary>
/// Unicode's canonical decomposition and composition. The base library leaves text as it is in a program without culture data, which this one is, so the tables are
/// here (<c>UnicodeForm.Data.cs</c>); compatibility forms are not.
/// </summary>
internal static partial class UnicodeForm
{
    private const int HangulFirst = 0xAC00;
    private const int LeadFirst = 0x1100;
    private const int VowelFirst = 0x1161;
    private const int TailBase = 0x11A7;
    private const int Leads = 19;
    private const int Vowels = 21;
    private const int Tails = 28;

    private static readonly Dictionary<int, (int First, int Second)> Parts = MakeParts();
    private static readonly Dictionary<long, int> Wholes = MakeWholes();
    private static readonly Dictionary<int, byte> Classes = MakeClasses();

    /// <summary>Takes letters and marks apart (NFD).</summary>
    public static void Decompose(ReadOnlySpan<char> text, CharBuffer result)
    {
        if (IsPlain(text))
        {
            result.Add(text);
            return;
        }

        foreach (int codePoint in Ordered(text))
            result.Add(codePoint);
    }

    /// <summary>Puts letters and marks together (NFC).</summary>
    public static void Compose(ReadOnlySpan<char> text, CharBuffer result)
    {
        if (IsPlain(text))
        {
            result.Add(text);
            return;
        }

        List<int> points = Ordered(text);
        int starter = -1, kept = 0;
        int lastClass = -1;
        for (int i = 0; i < points.Count; i++)
        {
            int point = points[i], rank = ClassOf(point);
            if (starter >= 0 && (lastClass < rank || lastClass == -1) && Whole(points[starter], point) is { } whole)
            {
                points[starter] = whole;
                continue;
            }

            if (rank == 0)
                (starter, lastClass) = (kept, -1);
            else
                lastClass = rank;
            points[kept++] = point;
        }

        for (int i = 0; i < kept; i++)
            result.Add(points[i]);
    }

    /// <summary>Below U+00C0 nothing has parts, and nothing there goes together.</summary>
    private static bool IsPlain(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('\0', '\u00BF');

    /// <summary>All taken apart, with the marks of a letter in the order of their classes.</summary>
    private static List<int> Ordered(ReadOnlySpan<char> text)
    {
        var points = new List<int>(text.Length);
        for (int at = 0; at < text.Length;)
        {
            AddParts(CodePoints.At(text, at, out int length), points);
            at += length;
        }

        for (int i = 1; i < points.Count; i++)
        {
            int rank = ClassOf(points[i]);
            for (int j = i; rank > 0 && j > 0 && ClassOf(points[j - 1]) > rank; j--)
                (points[j], points[j - 1]) = (points[j - 1], points[j]);
        }

        return points;
    }

    private static void AddParts(int point, List<int> points)
    {
        int syllable = point - HangulFirst;
        if (syllable is >= 0 and < Leads * Vowels * Tails)
        {
            points.Add(LeadFirst + (syllable / (Vowels * Tails)));
            points.Add(VowelFirst + (syllable / Tails % Vowels));
            if (syllable % Tails > 0)
                points.Add(TailBase + (syllable % Tails));
        }
        else if (Parts.TryGetValue(point, out (int First, int Second) parts))
        {
            AddParts(parts.First, points);
            if (parts.Second > 0)
                points.Add(parts.Second);
        }
        else
        {
            points.Add(point);
        }
    }

    private static int? Whole(int first, int second)
    {
        if (first is >= LeadFirst and < LeadFirst + Leads && second is >= VowelFirst and < VowelFirst + Vowels)
            return HangulFirst + ((((first - LeadFirst) * Vowels) + second - VowelFirst) * Tails);
        bool isOpen = first is >= HangulFirst and < HangulFirst + (Leads * Vowels * Tails) && (first - HangulFirst) % Tails == 0;
        if (isOpen && second is > TailBase and < TailBase + Tails)
            return first + second - TailBase;
        return Wholes.TryGetValue(((long)first << 32) | (uint)second, out int whole) ? whole : null;
    }

    private static int ClassOf(int point) => point < 0x300 ? 0 : Classes.GetValueOrDefault(point);

    private static Dictionary<int, (int First, int Second)> MakeParts()
    {
        var parts = new Dictionary<int, (int First, int Second)>();
        foreach ((int whole, int first, int second) in Triples(Pairs))
            parts[whole] = (first, second);
        foreach ((int whole, int first, int second) in Triples(OneWay))
            parts[whole] = (first, second);
        return parts;
    }

    private static Dictionary<long, int> MakeWholes()
    {
        var wholes = new Dictionary<long, int>();
        foreach ((int whole, int first, int second) in Triples(Pairs))
            wholes[((long)first << 32) | (uint)second] = whole;
        return wholes;
    }

    private static Dictionary<int, byte> MakeClasses()
    {
        var classes = new Dictionary<int, byte>();
        foreach ((int first, int last, int rank) in Triples(Marks))
        {
            for (int point = first; point <= last; point++)
                classes[point] = (byte)rank;
        }

        return classes;
    }

    /// <summary>Numbers of base 36, each relative to the one of the same column in the row before.</summary>
    private static IEnumerable<(int A, int B, int C)> Triples(string text)
    {
        int a = 0, b = 0, c = 0;
        int at = 0;
        while (at < text.Length)
        {
            a += Number(text, ref at);
            b += Number(text, ref at);
            c += Number(text, ref at);
            yield return (a, b, c);
        }
    }

    private static int Number(string text, ref int at)
    {
        int sign = text[at] == '-' ? -1 : 1;
        at += sign < 0 ? 1 : 0;
        int value = 0;
        for (; at < text.Length && text[at] is not (' ' or ';'); at++)
            value = (value * 36) + (char.IsAsciiDigit(text[at]) ? text[at] - '0' : text[at] - 'a' + 10);
        at++;
        return sign * value;
    }
}
