using System.Globalization;
using System.Text;
using Plimsoll.JavaScript.Equivalence;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Printing;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.Unminify.Unpacking;

/// <summary>Reads the entries of a table: an object, an array, or an array that begins later (`Array(5).concat([…])`).</summary>
internal sealed class TableReader(ScopeTables tables, TreeBuilder builder)
{
    private const int ParametersMax = 3;

    private readonly NodeArena _arena = builder.Arena;
    private readonly SuperSearch _super = new(tables, builder);
    private readonly SourceText _source = tables.Source;
    private readonly List<byte> _decoded = [];

    /// <summary>Adds the modules of a table; null where it is none, else the number of entries that are no modules.</summary>
    public int? Read(in TableForm form, int table, List<BundleModule> modules)
    {
        int before = modules.Count, others = 0, gap = _arena[form.Literal].Start, index = FirstIndex(form.Literal, out int list);
        if (_arena[list].Kind is not (NodeKind.Object or NodeKind.Array)) return null;
        bool isArray = _arena[list].Kind == NodeKind.Array;
        for (int one = _arena[list].A; one != 0; one = _arena[one].Next, index++)
        {
            if (_arena[one].Kind == NodeKind.Elision) continue;
            BundleModule? module = Module(form.Kind, isArray ? one : Value(one), gap);
            gap = _arena[one].End;
            if (module is null) others++;
            else modules.Add(module with { Table = table, Id = isArray ? index.ToString(CultureInfo.InvariantCulture) : Id(_arena[one].A) });
        }

        if (modules.Count > before && (form.IsCertain || others == 0)) return others;
        modules.RemoveRange(before, modules.Count - before);
        return null;
    }

    /// <summary>The texts of a list of numbers and strings; none for 0.</summary>
    public IReadOnlyList<string> Ids(int list)
    {
        List<string> ids = [];
        for (int one = list == 0 ? 0 : _arena[list].A; one != 0; one = _arena[one].Next) ids.Add(Id(one));
        return ids;
    }

    /// <summary>What webpack's comment `!*** path ***!` says.</summary>
    public static string? Hint(ReadOnlySpan<byte> gap)
    {
        int start = gap.LastIndexOf("!*** "u8);
        if (start < 0) return null;
        int length = gap[(start + 5)..].IndexOf(" ***!"u8);
        return length > 0 ? Encoding.UTF8.GetString(gap.Slice(start + 5, length)) : null;
    }

    /// <summary>The index of an array's first element, and the literal itself.</summary>
    private int FirstIndex(int literal, out int list)
    {
        list = literal;
        ref Node call = ref _arena[literal];
        if (call.Kind != NodeKind.Call || _arena[call.A].Kind != NodeKind.Member || call.B == 0) return 0;
        ref Node member = ref _arena[call.A];
        ref Node holes = ref _arena[member.A];
        if (holes.Kind != NodeKind.Call || !_source.Slice(_arena[member.B]).SequenceEqual("concat"u8) || !_source.Slice(_arena[holes.A]).SequenceEqual("Array"u8)) return 0;
        if (_arena[holes.B].Kind != NodeKind.Number || !int.TryParse(Id(holes.B), CultureInfo.InvariantCulture, out int first)) return 0;
        list = call.B;
        return first;
    }

    /// <summary>The value of a property that has a plain key, or 0.</summary>
    private int Value(int property)
    {
        ref Node one = ref _arena[property];
        return one.Kind == NodeKind.Property && !one.Has(NodeFlags.Computed) && !one.Has(NodeFlags.Getter) && !one.Has(NodeFlags.Setter) && !one.Has(NodeFlags.Shorthand) ? one.B : 0;
    }

    private BundleModule? Module(BundleKind kind, int value, int gap)
    {
        int function = kind == BundleKind.Browserify ? Paired(value) : value;
        ref Node one = ref _arena[function];
        if (one.Kind is not (NodeKind.Function or NodeKind.Arrow) || one.Has(NodeFlags.Async) || one.Has(NodeFlags.Generator)) return null;
        int[] parameters = [-1, -1, -1];
        int count = 0;
        for (int parameter = one.B; parameter != 0; parameter = _arena[parameter].Next)
        {
            if (count == ParametersMax || _arena[parameter] is not { Kind: NodeKind.Identifier, B: >= 0 } name) return null;
            parameters[count++] = tables.Occurrences[name.B].Symbol;
        }

        ref Node body = ref _arena[one.C];
        if (one.Has(NodeFlags.Method) && _super.IsIn(body)) return null;
        return new BundleModule
        {
            Id = "",
            BodyStart = body.Start,
            BodyEnd = body.End,
            Parameters = parameters,
            Hint = Hint(_source.Slice(gap, body.Start)),
            IsEvaluated = body.Kind == NodeKind.FunctionBody && IsEvaluated(body.Start + 1),
        };
    }

    /// <summary>The function of `[function, { "./name": id, … }]`, or 0.</summary>
    private int Paired(int value)
    {
        if (value == 0 || _arena[value].Kind != NodeKind.Array || _arena[value].A == 0) return 0;
        int function = _arena[value].A, names = _arena[function].Next;
        if (names == 0 || _arena[names].Kind != NodeKind.Object || _arena[names].Next != 0) return 0;
        for (int one = _arena[names].A; one != 0; one = _arena[one].Next)
        {
            int id = Value(one);
            if (id == 0 || _arena[id].Kind is not (NodeKind.Number or NodeKind.String or NodeKind.Unary or NodeKind.False or NodeKind.Null or NodeKind.Identifier)) return 0;
        }

        return function;
    }

    /// <summary>A key or literal as the text that the program compares.</summary>
    private string Id(int key)
    {
        ref Node one = ref _arena[key];
        if (one.Kind == NodeKind.String) return Encoding.UTF8.GetString(TextValue.Decode(_source.Slice(one.Start + 1, one.End - 1), _decoded));
        if (one.Kind != NodeKind.Number) return Encoding.UTF8.GetString(TextValue.Decode(_source.Slice(one), _decoded));
        Span<byte> buffer = stackalloc byte[64];
        return Encoding.UTF8.GetString(NumberText.Tidy(_source.Slice(one), buffer));
    }

    private bool IsEvaluated(int at)
    {
        TextScanner scanner = new(_source, at);
        while (scanner.Eat("{"u8) || scanner.Eat("\"use strict\""u8) || scanner.Eat(";"u8) || scanner.Comment())
        {
            // These stand before it.
        }

        return scanner.Eat("eval("u8);
    }
}
