using System.Text;
using Plimsoll.Indexing.Outlining;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Indexing.Relations;

/// <summary>
/// Finds what implements, extends or overrides a name. The index says which files have the name; what they declare is read from the files as they are now. Names are
/// compared without their packages, so two types of one name are not told apart; what a compiler would infer (structural types, generics) is not seen.
/// </summary>
/// <param name="index">The index.</param>
/// <param name="root">The folder of the sources.</param>
/// <param name="time">Measures how long it takes.</param>
public sealed class ImplementationFinder(Searcher index, string root, TimeProvider time) : IDisposable
{
    /// <summary>Files that one search reads at most: a second's work.</summary>
    private const int FilesMost = 4000;

    private const int FoundMost = 1000;
    private const int TargetsMost = 8;

    private readonly CodeText _code = new(root);
    private readonly List<Implementation> _found = [];
    private readonly HashSet<string> _places = new(StringComparer.Ordinal);
    private readonly List<(int Offset, int End, string Relation)> _inline = [];
    private Deadline _deadline;
    private int _read;
    private long _left;

    /// <summary>Finds implementations.</summary>
    /// <param name="name">An interface, trait, class or method, with the scopes around it or without.</param>
    /// <param name="depth">How many steps of inheritance are followed; 1 for direct ones only.</param>
    /// <param name="patience">The longest time to take; what is found until then is given.</param>
    /// <param name="takes">Says which files may have one, by path.</param>
    public ImplementationList Find(string name, int depth, TimeSpan patience, Func<byte[], bool> takes)
    {
        ArgumentNullException.ThrowIfNull(takes);
        _deadline = new Deadline(time, patience);
        IReadOnlyList<SymbolPlace> targets = index.DefinitionsOf(name, TargetsMost);
        string bare = name[(name.LastIndexOfAny(['.', ':', '#', '\\']) + 1)..];
        if (bare.Length == 0)
            return new ImplementationList([], [], 0, 0);
        bool isType = targets.Count == 0 || targets.Any(static target => IsType(target.Kind));
        if (isType)
            FindTypes(bare, depth, takes, method: null);
        else
            FindMethods(bare, targets, depth, takes);
        if (targets.Any(static target => target is { Language: "go", Kind: "interface" }))
            new GoMethodSets(index, _code).Find(targets.First(static target => target is { Language: "go", Kind: "interface" }), takes, Add, IsOver);
        return new ImplementationList(_found, targets, _read, _left);
    }

    /// <inheritdoc/>
    public void Dispose() => _code.Dispose();

    private static bool IsType(string kind) => kind is "class" or "struct" or "interface" or "enum" or "trait" or "type" or "module";

    private bool IsOver() => _read >= FilesMost || _found.Count >= FoundMost || _deadline.IsOver;

    /// <summary>Goes from a type to its subtypes, and from those to theirs.</summary>
    private void FindTypes(string name, int depth, Func<byte[], bool> takes, string? method)
    {
        List<string> names = [name];
        var known = new HashSet<string>(StringComparer.Ordinal) { name };
        for (int step = 0; step < depth && names.Count > 0; step++)
        {
            List<string> next = [];
            foreach (string one in names)
                LookInto(one, step == 0 ? null : one, takes, method, subtype =>
                {
                    if (known.Add(subtype))
                        next.Add(subtype);
                });
            names = next;
        }
    }

    private void LookInto(string name, string? via, Func<byte[], bool> takes, string? method, Action<string> subtype)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(name);
        IReadOnlyList<byte[]> files = index.FilesWith(name, FilesMost, out long total);
        _left += total - files.Count;
        for (int i = 0; i < files.Count; i++)
        {
            if (IsOver())
            {
                _left += files.Count - i;
                return;
            }

            _read++;
            if (!_code.Read(files[i], wanted))
                continue;
            bool isTaken = takes(files[i]);
            for (int definition = 0; definition < _code.Outline.DefinitionCount; definition++)
            {
                if (Heritage.Of(_code, definition, wanted) is not string relation)
                    continue;
                subtype(Encoding.UTF8.GetString(_code.NameOf(_code.Outline.Definitions[definition])));
                if (isTaken && method is null)
                    AddDefinition(files[i], definition, relation, via);
                else if (isTaken)
                    AddMembers(files[i], definition, method!, via);
            }

            if (isTaken)
                AddInline(files[i], wanted, via, method);
        }
    }

    /// <summary>A method is implemented by the methods of its name in the subtypes of its type; without a type that says so, by all that have its name.</summary>
    private void FindMethods(string method, IReadOnlyList<SymbolPlace> targets, int depth, Func<byte[], bool> takes)
    {
        var owners = new HashSet<string>(StringComparer.Ordinal);
        foreach (SymbolPlace target in targets)
        {
            string[] scopes = target.Symbol.Split('.');
            if (scopes.Length > 1 && owners.Count < TargetsMost)
                owners.Add(scopes[^2]);
        }

        foreach (string owner in owners)
            FindTypes(owner, depth, takes, method);
        if (_found.Count > 0)
            return;
        foreach (SymbolPlace place in index.DefinitionsOf(method, FoundMost))
        {
            if (takes(place.PathBytes) && place.Kind is "method" or "function" or "property")
                Add(new Implementation { PathBytes = place.PathBytes, StartLine = place.Line, EndLine = place.EndLine, Symbol = place.Symbol, Kind = place.Kind, Language = place.Language, Relation = "name" });
        }
    }

    private void AddMembers(byte[] path, int owner, string method, string? via)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(method);
        for (int i = 0; i < _code.Outline.DefinitionCount; i++)
        {
            if (_code.Outline.Definitions[i].Parent == owner && _code.NameOf(_code.Outline.Definitions[i]).SequenceEqual(wanted))
                AddDefinition(path, i, "overrides", via);
        }
    }

    private void AddInline(byte[] path, byte[] wanted, string? via, string? method)
    {
        InlineImplementations.Find(_code, wanted, _inline);
        foreach ((int offset, int end, string relation) in _inline)
        {
            if (method is not null && Names.Find(_code.Code[..end], Encoding.UTF8.GetBytes(method), offset) < 0)
                continue;
            int around = _code.DefinitionAt(offset);
            Add(new Implementation
            {
                PathBytes = path,
                StartLine = _code.Outline.LineOf(offset),
                EndLine = _code.Outline.LineOf(Math.Max(offset, end - 1)),
                Symbol = relation == "table" ? NameOfTable(offset + wanted.Length) : around < 0 ? "" : _code.FullNameOf(around),
                Kind = relation == "table" ? "variable" : "class",
                Language = _code.Language.Name,
                Relation = relation,
                Via = via,
            });
        }
    }

    private string NameOfTable(int at)
    {
        int start = Names.SkipBlanks(_code.Code, at);
        return Encoding.UTF8.GetString(_code.Code[start..Names.EndOf(_code.Code, start)]);
    }

    private void AddDefinition(byte[] path, int definition, string relation, string? via)
    {
        Definition one = _code.Outline.Definitions[definition];
        Add(new Implementation
        {
            PathBytes = path,
            StartLine = one.NameLine,
            EndLine = one.EndLine,
            Symbol = _code.FullNameOf(definition),
            Kind = KindNames.Of(one.Kind),
            Language = _code.Language.Name,
            Relation = relation,
            Via = via,
        });
    }

    private void Add(Implementation one)
    {
        if (_found.Count < FoundMost && _places.Add($"{Encoding.UTF8.GetString(one.PathBytes)}:{one.StartLine}:{one.Symbol}"))
            _found.Add(one);
    }
}
