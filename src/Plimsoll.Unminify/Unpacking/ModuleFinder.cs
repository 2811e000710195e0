using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.Unminify.Unpacking;

/// <summary>
/// Finds the tables of modules that a bundler wrote, in one pass that looks into wrappers only: functions that hold a good part of the statement around them. Bodies of functions are
/// left out of the trees, so what is alive is a few nodes a module. The outermost table counts; what a module holds is its own business.
/// </summary>
internal sealed class ModuleFinder
{
    /// <summary>A wrapper holds at least one part in so many of what is around it. A library that a program carries along holds less, and is no bundle of the program's.</summary>
    private const int WrapperPart = 4;

    private readonly ScopeTables _tables;
    private readonly TreeBuilder _builder;
    private readonly NodeArena _arena;
    private readonly TreeWalk _walk;
    private readonly TableForms _forms;
    private readonly TableReader _reader;
    private readonly InlinedEntries _inlined;
    private readonly List<ModuleTable> _found = [];
    private readonly List<BundleModule> _modules = [];

    private ModuleFinder(ScopeTables tables, TreeBuilder builder, RuntimeEvidence evidence)
    {
        (_tables, _builder, _arena) = (tables, builder, builder.Arena);
        _walk = new TreeWalk(_arena);
        _forms = new TableForms(tables, _arena, evidence);
        _reader = new TableReader(tables, builder);
        _inlined = new InlinedEntries(tables, _arena);
    }

    /// <summary>Finds them.</summary>
    /// <param name="tables">The program.</param>
    /// <param name="builder">Makes its trees; how large its holes are is set here.</param>
    public static Bundle Find(ScopeTables tables, TreeBuilder builder)
    {
        int holes = builder.HoleBytesMin;
        builder.HoleBytesMin = 1;
        try
        {
            RuntimeEvidence evidence = RuntimeEvidence.Read(tables);
            ModuleFinder finder = new(tables, builder, evidence);
            StatementCursor cursor = builder.OpenProgram();
            finder.Walk(ref cursor);
            finder._modules.Sort((one, other) => one.BodyStart.CompareTo(other.BodyStart));
            return new Bundle(EntryFinder.Find(tables, finder._found, finder._forms.Requires), finder._modules);
        }
        finally
        {
            builder.HoleBytesMin = holes;
        }
    }

    /// <summary>Goes through the statements of a body of so many bytes, or of the program.</summary>
    private void Walk(ref StatementCursor cursor, int? bodyBytes = null)
    {
        while (_builder.Next(ref cursor))
        {
            ref Node statement = ref _arena[cursor.Statement];
            int around = bodyBytes ?? statement.End - statement.Start;
            foreach (int body in Statement(cursor.Statement))
            {
                int inside = _tables.Bodies[body].End - _tables.Bodies[body].Start;
                if (inside < around / WrapperPart) continue;
                StatementCursor inner = _builder.OpenBody(body);
                Walk(ref inner, inside);
            }
        }
    }

    /// <summary>Takes the tables of one statement, and returns the bodies in it that are left out of its tree and lie in none of them.</summary>
    private List<int> Statement(int statement)
    {
        List<int> bodies = [];
        HashSet<int> taken = [];
        _walk.Start(statement);
        while (_walk.Next(out int node))
        {
            if (taken.Contains(node)) continue;
            ref Node one = ref _arena[node];
            if (one.Kind == NodeKind.FunctionBody && one.Has(NodeFlags.Hole)) bodies.Add(one.A);
            if (_forms.Find(node) is { } form && Take(form)) taken.Add(form.Literal);
            else if (_found.Count > 0 && TakeInlined(node)) taken.Add(_arena[_arena[node].A].C);
            _walk.Enter(one);
        }

        return bodies;
    }

    private bool TakeInlined(int node)
    {
        if (_inlined.Read(node, _found[^1], _forms.Requires[^1], _found.Count - 1) is not { } module) return false;
        _modules.Add(module);
        return true;
    }

    private bool Take(TableForm form)
    {
        int before = _modules.Count;
        if (_reader.Read(form, _found.Count, _modules) is not { } others) return false;
        _forms.Keep(form);
        _found.Add(new ModuleTable
        {
            Kind = form.Kind,
            Start = _arena[form.Literal].Start,
            End = _arena[form.Literal].End,
            Entries = _reader.Ids(form.Entries),
            Chunks = _reader.Ids(form.Chunks),
            Others = others,
        });
        return _modules.Count > before;
    }
}
