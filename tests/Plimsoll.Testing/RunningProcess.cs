using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Plimsoll.Testing;

/// <summary>A started process whose output is drained while it runs, so that it can never block on a full pipe.</summary>
public sealed partial class RunningProcess : IDisposable
{
    private readonly Process _process;
    private readonly ProcessSetup _setup;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;
    private readonly long _started = Stopwatch.GetTimestamp();

    internal RunningProcess(Process process, ProcessSetup setup)
    {
        _process = process;
        _setup = setup;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
        try
        {
            if (setup.Input is not null) process.StandardInput.Write(setup.Input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The process ended before it read its input; its exit code tells the test more than this would.
            _process.WaitForExit();
        }
    }

    /// <summary>The process's number (in a kernel group: that of the program itself, since the shell is replaced by it).</summary>
    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>SIGKILL to this process only, as the kernel or a user would.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Asks the process to end.</summary>
    public void Signal(PosixSignal signal)
    {
        if (kill(_process.Id, ProcessRunner.NumberOf(signal)) != 0)
        {
            throw new InvalidOperationException($"kill({_process.Id}, {signal}) failed: errno {Marshal.GetLastPInvokeError()}");
        }
    }

    /// <summary>Waits until the instant after the start, then kills; an already ended process is left as it is.</summary>
    public void KillAt(TimeSpan instant)
    {
        var left = instant - Stopwatch.GetElapsedTime(_started);
        if (left > TimeSpan.Zero && _process.WaitForExit(left)) return;
        _process.Kill();
    }

    /// <summary>Waits to the end or to the time limit of the setup, after which the whole tree is killed.</summary>
    public ProcessResult Wait()
    {
        bool ended = _process.WaitForExit(_setup.Timeout);
        if (!ended)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        return new ProcessResult(_process.ExitCode, _output.GetAwaiter().GetResult(), _errors.GetAwaiter().GetResult(), Stopwatch.GetElapsedTime(_started), !ended);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int process, int signal);
}
