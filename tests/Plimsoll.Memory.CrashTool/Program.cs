using System.Diagnostics;
using System.Globalization;
using Plimsoll.Memory;
using Plimsoll.Memory.CrashTool;

// crashtool FOLDER [broken] [die-at N]: does the job in FOLDER from where it was left, and prints the digest of its result.
string folder = args[0];
bool broken = Array.IndexOf(args, "broken") > 0;
int dieAt = Array.IndexOf(args, "die-at") is var at and > 0 ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : 0;
int step = 0;

using var held = FileLock.Take(Path.Combine(folder, "lock"), TimeProvider.System);
int swept = AtomicFile.SweepTemporaries(folder) + SpillFile.Sweep(folder);
IProgressFile progress = broken ? new BrokenProgress(folder) : new CheckpointedProgress(folder, Fault);
var job = new Job(folder, progress, Fault);
int resumedAt = job.Resume();
string digest = job.Run();
Console.WriteLine($"{digest} resumed {resumedAt} swept {swept} steps {step}");
return 0;

int Fault(FileStep kind, string path, int byteCount)
{
    if (++step != dieAt) return byteCount;
    using var self = Process.GetCurrentProcess();
    self.Kill();
    throw new UnreachableException("SIGKILL does not return");
}
