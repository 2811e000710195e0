using Plimsoll.JavaScript.SourceMaps;
using Plimsoll.Unminify.Output;

namespace Plimsoll.Unminify.Unpacking;

/// <summary>The source maps of an unpacked program: places come in the order of the joined program, and go to the map of the module they are in, or to that of the rest.</summary>
internal sealed class ModuleMaps : IDisposable
{
    private readonly PositionIndex _positions;
    private readonly UnpackedProgram _program;
    private readonly Func<string, string> _source;
    private readonly ModuleSet _modules;
    private readonly CancellationToken _stop;
    private readonly OpenMap _rest;
    private OpenMap? _module;
    private int _moduleLine;
    private int _linesAway;

    public ModuleMaps(PositionIndex positions, UnpackedProgram program, Func<string, string> source, ModuleSet modules, CancellationToken stop)
    {
        (_positions, _program, _source, _modules, _stop) = (positions, program, source, modules, stop);
        _rest = Open(program.Runtime);
    }

    /// <summary>The body of a module begins on a line of the joined program.</summary>
    public void Begin(int index, int line)
    {
        _module = Open(_program.Paths[index]);
        _moduleLine = line;
    }

    /// <summary>A place of the joined program.</summary>
    public void Add(int offset, int line, int column)
    {
        if (_module is not null) _module.Writer.Add(offset, line - _moduleLine, column);
        else _rest.Writer.Add(offset, line - _linesAway, column);
    }

    /// <summary>The body of a module ends on a line, which is the first that is not its own.</summary>
    public void End(int line)
    {
        _module!.Finish();
        _module = null;
        _linesAway += line - _moduleLine;
    }

    /// <summary>Ends the map of the rest.</summary>
    public void Finish() => _rest.Finish();

    /// <inheritdoc/>
    public void Dispose()
    {
        _module?.Dispose();
        _rest.Dispose();
    }

    private OpenMap Open(string path) => new(_positions, path, _source(Path.GetDirectoryName(path)!), _modules, _stop);

    private sealed class OpenMap : IDisposable
    {
        private readonly FileStream _file;
        private readonly OutputBuffer _buffer;

        public OpenMap(PositionIndex positions, string path, string source, ModuleSet modules, CancellationToken stop)
        {
            _file = modules.NewFile(path + ".map");
            _buffer = new OutputBuffer(_file, stop);
            Writer = new SourceMapWriter(positions, Path.GetFileName(path), source, _buffer);
        }

        public SourceMapWriter Writer { get; }

        public void Finish()
        {
            Writer.Finish();
            _buffer.Flush();
            _file.Dispose();
        }

        public void Dispose() => _file.Dispose();
    }
}
