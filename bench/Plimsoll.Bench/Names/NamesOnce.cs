using System.Diagnostics;
using System.Globalization;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;
using Plimsoll.Unminify.Naming;

namespace Plimsoll.Bench.Names;

/// <summary>`names-once FILE`: what the naming of one program takes, in a process of its own: processor time and the bytes of its tables.</summary>
internal static class NamesOnce
{
    private const int HoleBytes = 50_000;

    /// <summary>Names all bindings of a file once and ends.</summary>
    public static int Run(string file, TextWriter output)
    {
        CountingStore store = new();
        TimeSpan begun = Process.GetCurrentProcess().TotalProcessorTime;
        using SourceText source = new(File.ReadAllBytes(file), file);
        using ScopeTables tables = Parser.Survey(source, new SurveyOptions { Goal = SourceGoal.DetectNode });
        TimeSpan surveyed = Process.GetCurrentProcess().TotalProcessorTime;
        using TreeBuilder builder = new(tables, store) { HoleBytesMin = HoleBytes };
        using BuiltinNamer namer = new(tables, NamingTable.Builtin, store);
        namer.Run(builder);
        TimeSpan named = Process.GetCurrentProcess().TotalProcessorTime;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Path.GetFileName(file)}: {tables.Symbols.Count:n0} bindings; survey {(surveyed - begun).TotalSeconds:f2} CPU s, naming {(named - surveyed).TotalSeconds:f2} CPU s; "
            + $"tables {store.Peak / 1e6:f1} MB at most, {store.Held / 1e6:f1} MB at the end; heap {GC.GetTotalMemory(false) / 1e6:f1} MB, {GC.GetTotalAllocatedBytes() / 1e6:f1} MB allocated in all"));
        return 0;
    }

    private sealed class CountingStore : ChunkStore
    {
        public long Held { get; private set; }

        public long Peak { get; private set; }

        public override nint Rent(int bytes)
        {
            Held += bytes;
            Peak = Math.Max(Peak, Held);
            return Native.Rent(bytes);
        }

        public override void Return(nint block, int bytes)
        {
            Held -= bytes;
            Native.Return(block, bytes);
        }
    }
}
