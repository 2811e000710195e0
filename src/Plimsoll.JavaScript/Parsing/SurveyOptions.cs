using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Parsing;

/// <summary>As what a text is read.</summary>
public enum SourceGoal
{
    /// <summary>As a script; as a module where it has `import` or `export`, or is a program only so (top-level `await`).</summary>
    Detect,

    /// <summary>As <see cref="Detect"/>, and as a CommonJS file where it is a program only with a `return` outside of functions.</summary>
    DetectNode,

    /// <summary>As a script.</summary>
    Script,

    /// <summary>As a module: strict, with `import` and `export`.</summary>
    Module,

    /// <summary>As the body of the function that CommonJS loaders put around a file: a sloppy script that may return, whose names are its own.</summary>
    CommonJs,
}

/// <summary>How a program is surveyed.</summary>
public sealed record SurveyOptions
{
    /// <summary>As what the text is read. Default: found out.</summary>
    public SourceGoal Goal { get; init; }

    /// <summary>Function bodies of at least so many bytes are listed and can be left out of trees. Default 512: below, a body costs less than its row pays back.</summary>
    public int BodyBytesMin { get; init; } = 512;

    /// <summary>Where tables take their memory.</summary>
    public ChunkStore TableStore { get; init; } = ChunkStore.Native;

    /// <summary>Where the tree of the statement in hand takes its memory.</summary>
    public ChunkStore TreeStore { get; init; } = ChunkStore.Native;
}
