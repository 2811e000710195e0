namespace Plimsoll.Unminify.Unpacking;

/// <summary>The modules of one program that a bundler put together. A program that is no bundle has none.</summary>
/// <param name="Tables">The tables that the modules lie in, in the order of the text.</param>
/// <param name="Modules">All modules, in the order of the text; none lies in another.</param>
internal sealed record Bundle(IReadOnlyList<ModuleTable> Tables, IReadOnlyList<BundleModule> Modules)
{
    /// <summary>A program that is none.</summary>
    public static Bundle None { get; } = new([], []);

    /// <summary>Whether all of it is pieces that a runtime in another file puts to work.</summary>
    public bool IsChunk => Tables.Count > 0 && Tables.All(table => table.Kind == BundleKind.WebpackChunk);

    /// <summary>Where the bodies of the modules begin, as a printer wants to know.</summary>
    public IReadOnlyList<int> BodyStarts => Modules.Select(module => module.BodyStart).ToArray();

    /// <summary>The names that bundlers give to the parameters of module functions: each binding with its wish.</summary>
    public IEnumerable<(int Symbol, string Name)> ParameterNames
    {
        get
        {
            foreach (BundleModule module in Modules)
            {
                string[] names = Tables[module.Table].Kind == BundleKind.Browserify ? ["require", "module", "exports"] : ["module", "exports", "require"];
                for (int i = 0; i < module.Parameters.Count; i++)
                {
                    if (module.Parameters[i] >= 0) yield return (module.Parameters[i], names[i]);
                }
            }
        }
    }
}

/// <summary>Whose table it is.</summary>
internal enum BundleKind
{
    /// <summary>Of webpack (and what writes the same): functions of `module`, `exports` and `require`, with the runtime around them.</summary>
    Webpack,

    /// <summary>Of webpack, in a file of its own that hands it to the runtime.</summary>
    WebpackChunk,

    /// <summary>Of browserify (and Parcel): functions of `require`, `module` and `exports`, each with the numbers of what it asks for.</summary>
    Browserify,
}

/// <summary>One table of modules.</summary>
internal sealed record ModuleTable
{
    /// <summary>Whose it is.</summary>
    public required BundleKind Kind { get; init; }

    /// <summary>The offset of the literal in the input.</summary>
    public required int Start { get; init; }

    /// <summary>The offset after it.</summary>
    public required int End { get; init; }

    /// <summary>The ids of the modules that run first, where that can be told.</summary>
    public IReadOnlyList<string> Entries { get; init; } = [];

    /// <summary>The ids of the chunk, for a table in a file of its own.</summary>
    public IReadOnlyList<string> Chunks { get; init; } = [];

    /// <summary>Entries that are no module functions and stay where they are.</summary>
    public int Others { get; init; }
}

/// <summary>One module of a bundle.</summary>
internal sealed record BundleModule
{
    /// <summary>Its key in the table, as text.</summary>
    public required string Id { get; init; }

    /// <summary>The index of its table.</summary>
    public int Table { get; init; }

    /// <summary>The offset of the body's brace, or of the expression that is the body.</summary>
    public required int BodyStart { get; init; }

    /// <summary>The offset after the body, its brace included.</summary>
    public required int BodyEnd { get; init; }

    /// <summary>The bindings of its parameters, in their order; -1 for one that is not there.</summary>
    public required IReadOnlyList<int> Parameters { get; init; }

    /// <summary>The path that a comment before it tells.</summary>
    public string? Hint { get; init; }

    /// <summary>Whether it is the code that runs first, which stands behind the table and not in it.</summary>
    public bool IsInlined { get; init; }

    /// <summary>Whether its code is a string that it evaluates, which stays as it is.</summary>
    public bool IsEvaluated { get; init; }
}
