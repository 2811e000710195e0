using System.Diagnostics;
using System.Globalization;
using System.Text;
using Plimsoll.JavaScript.Parsing;

namespace Plimsoll.JavaScript.Tests.Fuzzing;

/// <summary>A process that says of many programs whether acorn takes them.</summary>
internal sealed class AcornJudge : IDisposable
{
    private readonly Process _process;

    public AcornJudge()
    {
        ProcessStartInfo start = new("node") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add("--stack-size=4000");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Fuzzing", "judge.cjs"));
        start.ArgumentList.Add(NodeTools.Modules);
        _process = Process.Start(start)!;
    }

    /// <summary>For each program acorn's error, or null where it is one.</summary>
    public List<string?> Judge(IReadOnlyList<Program> programs)
    {
        // Written beside the reading: neither side may wait for the other with a full pipe.
        Task writing = Task.Run(() => Write(programs), TestContext.Current.CancellationToken);
        List<string?> answers = new(programs.Count);
        while (answers.Count < programs.Count)
        {
            string line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the process that runs acorn has ended");
            answers.Add(line == "1" ? null : line[2..]);
        }

        writing.GetAwaiter().GetResult();
        return answers;
    }

    public void Dispose()
    {
        _process.StandardInput.Dispose();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Write(IReadOnlyList<Program> programs)
    {
        Stream input = _process.StandardInput.BaseStream;
        foreach (Program program in programs)
        {
            byte[] text = Encoding.UTF8.GetBytes(program.Text);
            input.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{(program.Goal == SourceGoal.Module ? 'M' : 'S')} {text.Length}\n")));
            input.Write(text);
        }

        input.Flush();
    }
}

/// <summary>A text and as what it is read.</summary>
internal readonly record struct Program(string Text, SourceGoal Goal);
