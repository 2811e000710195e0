using Plimsoll.Memory;
using Plimsoll.Unminify.Models;

namespace Plimsoll.Unminify.Jobs;

/// <summary>What to un-minify, into what, under which line.</summary>
public sealed record UnminifyOptions
{
    /// <summary>The longest program, in bytes: offsets are 32-bit numbers, and some tables count twice as many places.</summary>
    public const long InputBytesMax = 1L << 30;

    /// <summary>The smallest chunk: below, listing function bodies costs more than it saves.</summary>
    public const int ChunkBytesMin = 512;

    /// <summary>The usual size of a chunk.</summary>
    public const int ChunkBytesDefault = 50_000;

    /// <summary>The files, in the order of the report.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The one of <see cref="Inputs"/> that stands for standard input, so that messages call it so; null for none.</summary>
    public string? StandardInput { get; init; }

    /// <summary>The folder that takes the outputs, or the output itself where <see cref="IsSingleFile"/>.</summary>
    public required string Output { get; init; }

    /// <summary>Whether <see cref="Output"/> is a file, for one input that is not unpacked.</summary>
    public bool IsSingleFile { get; init; }

    /// <summary>Who grants memory.</summary>
    public required MemoryGovernor Governor { get; init; }

    /// <summary>Bytes of a function body from which on it is walked through by itself; <see cref="int.MaxValue"/> for never. Has no part in what comes out.</summary>
    public int ChunkBytes { get; init; } = ChunkBytesDefault;

    /// <summary>Whether syntax is written in its usual form.</summary>
    public bool Tidy { get; init; } = true;

    /// <summary>Whether the output is indented.</summary>
    public bool Format { get; init; } = true;

    /// <summary>Whether the modules of a bundle get files of their own.</summary>
    public bool Unpack { get; init; } = true;

    /// <summary>Whether names at the top level of a script stay, which other scripts may use.</summary>
    public bool KeepsTopLevel { get; init; }

    /// <summary>Whether a map from each output to its input is written beside it.</summary>
    public bool WritesSourceMap { get; init; }

    /// <summary>Whether the new names are written beside each output.</summary>
    public bool WritesRenameMap { get; init; }

    /// <summary>The model that names bindings; null for the builtin namer.</summary>
    public ModelOptions? Model { get; init; }

    /// <summary>Whether only is told what there is to do: nothing is asked and nothing written.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>The rename map of an earlier release, whose names are kept where functions are the same; null for none.</summary>
    public IReadOnlyList<string> NamesFrom { get; init; } = [];

    /// <summary>The folder for what does not fit into memory; null for the folder of the output.</summary>
    public string? ScratchFolder { get; init; }

    /// <summary>Called for each file of several that fails, as it fails; null for nobody.</summary>
    public Action<ProgramFailure>? Failed { get; init; }

    /// <summary>For tests: called with the path of what was written, before it is checked.</summary>
    internal Action<string>? BeforeCheck { get; init; }
}
