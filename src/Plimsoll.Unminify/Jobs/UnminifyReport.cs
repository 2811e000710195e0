using Plimsoll.Unminify.Models;
using Plimsoll.Unminify.Releases;

namespace Plimsoll.Unminify.Jobs;

/// <summary>What a run did.</summary>
public sealed record UnminifyReport
{
    /// <summary>Each file that is done, in the order of the inputs.</summary>
    public required IReadOnlyList<ProgramReport> Programs { get; init; }

    /// <summary>Each file that failed, in the order of the inputs. A run of one file fails as a whole instead.</summary>
    public IReadOnlyList<ProgramFailure> Failures { get; init; } = [];

    /// <summary>The most memory that the process used, in bytes, as the governor saw it.</summary>
    public required long PeakBytes { get; init; }

    /// <summary>How long all of it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>What people should know.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>What was done with one file.</summary>
public sealed record ProgramReport
{
    /// <summary>The file that was read, as it was given.</summary>
    public required string Input { get; init; }

    /// <summary>The main file that was written.</summary>
    public required string Output { get; init; }

    /// <summary>Its size in bytes.</summary>
    public long InputBytes { get; init; }

    /// <summary>The size of all that was written for it, maps left out, in bytes.</summary>
    public long OutputBytes { get; init; }

    /// <summary>What it was read as: script, module or commonjs.</summary>
    public required string Goal { get; init; }

    /// <summary>Bindings that it declares.</summary>
    public long Identifiers { get; init; }

    /// <summary>Bindings that have a new name.</summary>
    public long Renamed { get; init; }

    /// <summary>Bindings of functions that are copies of known ones, whose names are those of their authors. A model and an earlier release come before them.</summary>
    public long Recognized { get; init; }

    /// <summary>Bindings that keep their name, by reason.</summary>
    public required IReadOnlyDictionary<KeptReason, long> Kept { get; init; }

    /// <summary>Places of bindings.</summary>
    public long References { get; init; }

    /// <summary>Scopes.</summary>
    public long Scopes { get; init; }

    /// <summary>Pieces in which it was walked through.</summary>
    public long Chunks { get; init; }

    /// <summary>Modules that were found; 0 for a file that is no bundle.</summary>
    public long Modules { get; init; }

    /// <summary>Bytes of tables that were spilled to the disk.</summary>
    public long SpilledBytes { get; init; }

    /// <summary>Whether the output was proved to be the same program. A run without this proof fails.</summary>
    public bool IsVerified { get; init; }

    /// <summary>What a model did; null for the builtin namer.</summary>
    public ModelReport? Model { get; init; }

    /// <summary>What became of the names of an earlier release; null where none was given.</summary>
    public EarlierReport? Earlier { get; init; }

    /// <summary>How long each phase took.</summary>
    public required IReadOnlyList<(string Phase, TimeSpan Elapsed)> Phases { get; init; }
}

/// <summary>Why a binding keeps its name.</summary>
public enum KeptReason
{
    /// <summary>The name says something already.</summary>
    Chosen,

    /// <summary>Code in `eval(…)` may use it.</summary>
    Eval,

    /// <summary>A `with` statement may hide it.</summary>
    With,

    /// <summary>Other modules see the name.</summary>
    Exported,

    /// <summary>Other scripts see the name.</summary>
    TopLevel,
}
