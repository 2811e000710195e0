using System.Runtime.InteropServices;

namespace Plimsoll.Unminify.Naming;

/// <summary>
/// The trained table, used where it lies in memory: the clues and names that it knows, two stages of weights, and known functions. The first stage sees what each binding is like, the
/// second also what the first called its neighbours.
/// </summary>
/// <remarks>
/// Layout, little-endian, each part begun at a multiple of eight: the header; the clues that both stages know, in order; those that only the second knows; the stages, each as
/// <see cref="NamingStage"/> says; a byte for each name's frequency; the names, each a length byte and its words; the known functions, as <see cref="KnownFunctions"/> says.
/// </remarks>
internal sealed unsafe class NamingTable
{
    /// <summary>Bytes before the clues.</summary>
    public const int HeaderBytes = 64;

    /// <summary>"PLNAMES4".</summary>
    public const ulong Mark = 0x3453454D414E4C50;

    private static readonly Lazy<NamingTable> Shipped = new(FromResource);

    private readonly byte* _frequencies;
    private readonly byte* _text;
    private readonly byte* _end;

    /// <summary>A view of a table in memory that stays where it is.</summary>
    /// <exception cref="InvalidDataException">It is no table, or not whole.</exception>
    public NamingTable(byte* start, long length)
    {
        if (length < HeaderBytes || ((Header*)start)->Magic != Mark || ((Header*)start)->Length != length)
            throw new InvalidDataException($"The table of names is damaged or of another version: {length} bytes.");
        ref readonly Header header = ref *(Header*)start;
        Names = header.Names;
        byte* clues = start + HeaderBytes, more = clues + Aligned(header.Clues * 4L), stage = more + Aligned(header.NeighbourClues * 4L);
        CheckStages(stage, start + length, header);
        Clues = new ClueIndex((uint*)clues, header.Clues);
        NeighbourClues = new ClueIndex((uint*)more, header.NeighbourClues);
        First = new NamingStage(stage, Names);
        Second = new NamingStage(stage + First.Bytes, Names);
        _frequencies = stage + First.Bytes + Second.Bytes;
        _text = _frequencies + Aligned(Names);
        _end = start + header.KnownFunctions;
        if (_end < _text || _end > start + length) throw new InvalidDataException("The table of names is damaged.");
        Known = new KnownFunctions(_end, start + length);
    }

    /// <summary>The table that is a part of the program.</summary>
    public static NamingTable Builtin => Shipped.Value;

    /// <summary>How many names it knows.</summary>
    public int Names { get; }

    /// <summary>The rows of clues in both stages.</summary>
    public ClueIndex Clues { get; }

    /// <summary>The clues of names of neighbours: their rows in the second stage follow the others.</summary>
    public ClueIndex NeighbourClues { get; }

    /// <summary>The stage that sees each binding by itself.</summary>
    public NamingStage First { get; }

    /// <summary>The stage that sees the neighbours' names, too.</summary>
    public NamingStage Second { get; }

    /// <summary>Functions whose names are known.</summary>
    public KnownFunctions Known { get; }

    /// <summary>How common a name is where the table was trained, 0 to 6.</summary>
    public uint FrequencyOf(int name) => _frequencies[name];

    /// <summary>Gives the names the first numbers of an empty table of phrases.</summary>
    public void Seed(PhraseTable phrases)
    {
        byte* at = _text;
        for (int name = 0; name < Names; name++)
        {
            if (at >= _end || at + 1 + *at > _end || phrases.Intern(new ReadOnlySpan<byte>(at + 1, *at)) != name)
                throw new InvalidDataException($"The table of names is damaged at name {name}.");
            at += 1 + *at;
        }
    }

    /// <summary>The next multiple of eight.</summary>
    public static long Aligned(long bytes) => (bytes + 7) & ~7L;

    private static void CheckStages(byte* at, byte* end, in Header header)
    {
        for (int stage = 0; stage < 2; stage++)
        {
            if (end - at < NamingStage.HeaderBytes) throw new InvalidDataException("The table of names breaks off.");
            var head = (NamingStage.Header*)at;
            if (head->Rows != header.Clues + (stage * header.NeighbourClues)) throw new InvalidDataException("The table of names is damaged.");
            at += NamingStage.BytesOf(head->Rows, head->Pairs, header.Names);
        }

        if (end - at < Aligned(header.Names)) throw new InvalidDataException("The table of names breaks off.");
    }

    private static NamingTable FromResource()
    {
        Stream stream = typeof(NamingTable).Assembly.GetManifestResourceStream("naming.table")
            ?? throw new InvalidOperationException("This build has no table of names.");
        // A resource is a part of the mapped file of the program: it is read where it lies.
        var memory = (UnmanagedMemoryStream)stream;
        return new NamingTable(memory.PositionPointer, memory.Length);
    }

    /// <summary>The head of the table.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Header
    {
        /// <summary><see cref="Mark"/>.</summary>
        public ulong Magic;

        /// <summary>The length of all.</summary>
        public long Length;

        /// <summary>Where the known functions begin.</summary>
        public long KnownFunctions;

        /// <summary>How many names there are.</summary>
        public int Names;

        /// <summary>How many clues both stages know.</summary>
        public int Clues;

        /// <summary>How many clues only the second knows.</summary>
        public int NeighbourClues;
    }
}
