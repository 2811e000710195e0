namespace Plimsoll.Unminify.Unpacking;

/// <summary>The set of modules of a run, which is begun when the first bundle is found: chunks of one build that are un-minified together have one manifest.</summary>
/// <param name="outputs">The names of all files that programs of the run are written to, whether they have modules or not.</param>
internal sealed class ModuleSets(IEnumerable<string> outputs) : IDisposable
{
    private readonly HashSet<string> _outputs = new(outputs, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _failed = new(StringComparer.OrdinalIgnoreCase);
    private ModuleSet? _set;

    /// <summary>The names that could not be taken as files.</summary>
    public IReadOnlyList<(string Name, string Path)> Replaced => _set?.Replaced ?? [];

    /// <summary>The set.</summary>
    /// <param name="folder">The folder of all outputs of the run.</param>
    public ModuleSet Get(string folder) => _set ??= ModuleSet.Begin(folder, _outputs);

    /// <summary>Forgets what is there of a program that failed.</summary>
    /// <param name="output">The name of the file that it would be written to.</param>
    public void Drop(string output)
    {
        _failed.Add(output);
        _set?.Drop();
    }

    /// <summary>Gives all files their names.</summary>
    /// <exception cref="UnminifyException">The set that is there has modules of a program that failed.</exception>
    public void Complete()
    {
        if (_set is { IsEmpty: false }) _set.Complete(_failed);
    }

    /// <inheritdoc/>
    public void Dispose() => _set?.Dispose();
}
