using System.Diagnostics;

namespace Plimsoll.Memory.CrashTool;

/// <summary>Ends the process, or fails with a system error (0: a short write), at one chosen file step of the whole run.</summary>
internal sealed record StepFault(int DieAt, int FailAt, int Errno)
{
    public int Steps { get; private set; }

    public int Meet(FileStep step, string path, int byteCount)
    {
        Steps++;
        if (Steps == DieAt)
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
            throw new UnreachableException("SIGKILL does not return");
        }

        if (Steps != FailAt) return byteCount;
        // Only a write can fall short; elsewhere a short write becomes the device error that it would end in.
        return Errno == 0 && step == FileStep.Write ? byteCount / 2 : throw new IOException($"injected error {Errno} at {step} of {path}", Errno == 0 ? 5 : Errno);
    }
}
