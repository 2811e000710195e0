using Plimsoll.JavaScript.Printing;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.SourceMaps;
using Plimsoll.JavaScript.Text;
using Plimsoll.Unminify.Output;

namespace Plimsoll.Unminify.Unpacking;

/// <summary>The source maps of an unpacked program: places come in the order of the joined program, and go to the map of the module they are in, or to that of the rest; and to that of the whole, which counts when it runs.</summary>
internal sealed class ModuleMaps : IDisposable
{
    private readonly PositionIndex _positions;
    private readonly NameTable _names;
    private readonly UnpackedProgram _program;
    private readonly Func<string, string> _source;
    private readonly ModuleSet _modules;
    private readonly ChunkStore _store;
    private readonly CancellationToken _stop;
    private readonly OpenMap _rest;
    private readonly OpenMap _whole;
    private OpenMap? _module;
    private int _moduleLine;
    private int _linesAway;

    public ModuleMaps(PositionIndex positions, NameTable names, UnpackedProgram program, Func<string, string> source, ModuleSet modules, ChunkStore store, CancellationToken stop)
    {
        (_positions, _names, _program, _source, _modules, _store, _stop) = (positions, names, program, source, modules, store, stop);
        _rest = Open(program.Runtime);
        _whole = Open(program.Entry);
    }

    /// <summary>The body of a module begins on a line of the joined program.</summary>
    public void Begin(int index, int line)
    {
        _module = Open(_program.Paths[index]);
        _moduleLine = line;
    }

    /// <summary>A place of the joined program.</summary>
    public void Add(MappedPlace place)
    {
        ReadOnlySpan<byte> name = place.Name < 0 ? default : _names[place.Name];
        _whole.Writer.Add(place.Offset, place.Line, place.Column, name);
        if (_module is not null) _module.Writer.Add(place.Offset, place.Line - _moduleLine, place.Column, name);
        else _rest.Writer.Add(place.Offset, place.Line - _linesAway, place.Column, name);
    }

    /// <summary>The body of a module ends on a line, which is the first that is not its own.</summary>
    public void End(int line)
    {
        _module!.Finish();
        _module.Dispose();
        _module = null;
        _linesAway += line - _moduleLine;
    }

    /// <summary>Ends the maps of the rest and of the whole.</summary>
    public void Finish()
    {
        _rest.Finish();
        _whole.Finish();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _module?.Dispose();
        _rest.Dispose();
        _whole.Dispose();
    }

    private OpenMap Open(string path) => new(_positions, path, _source(Path.GetDirectoryName(path)!), _modules, _store, _stop);

    private sealed class OpenMap : IDisposable
    {
        private readonly FileStream _file;
        private readonly OutputBuffer _buffer;

        public OpenMap(PositionIndex positions, string path, string source, ModuleSet modules, ChunkStore store, CancellationToken stop)
        {
            _file = modules.NewFile(path + ModuleSet.MapExtension);
            _buffer = new OutputBuffer(_file, stop);
            Writer = new SourceMapWriter(positions, Path.GetFileName(path), source, store, _buffer);
        }

        public SourceMapWriter Writer { get; }

        public void Finish()
        {
            Writer.Finish();
            _buffer.Flush();
            _file.Dispose();
        }

        public void Dispose()
        {
            Writer.Dispose();
            _file.Dispose();
        }
    }
}
