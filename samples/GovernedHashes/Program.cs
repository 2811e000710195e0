// Hashes every file below a folder, whatever their sizes, in a process that stays below a memory line.
//   dotnet run --project samples/GovernedHashes -- FOLDER [64MB]
// Links and folders named .git, bin and obj are left out. Exit codes: 0 all hashed, 1 some not, 2 wrong usage, 66 no such folder, 75 budget too small.
// What to look at: one governor a process; work takes its memory by leases (here the pipeline does, a lease a batch); what does not fit now
// waits, what never fits is refused by name; nothing is dropped in silence.
using System.Security.Cryptography;
using Plimsoll.Files;
using Plimsoll.Memory;

string root = args.Length > 0 ? args[0] : ".";
if (args.Length > 2) return Fail(2, "usage: GovernedHashes FOLDER [BUDGET]");
if (!Directory.Exists(root)) return Fail(66, $"{root} is no folder");
try
{
    using MemoryGovernor governor = new(MemoryBudget.Parse(args.Length > 1 ? args[1] : "64MB"));
    return await RunAsync(governor, root);
}
catch (FormatException error)
{
    return Fail(2, error.Message);
}
catch (BudgetTooSmallException error)
{
    return Fail(75, error.Message);
}

static int Fail(int code, string message)
{
    Console.Error.WriteLine(message);
    return code;
}

static async Task<int> RunAsync(MemoryGovernor governor, string root)
{
    var pipeline = new BatchPipeline<FileInfo, string>(governor, HashAsync, new BatchPipelineOptions<FileInfo>
    {
        Name = "files",
        Weigh = LengthOf,
        NameOf = static file => file.FullName,
    });
    int unlisted = 0;
    IAsyncEnumerable<FileInfo> files = FilesAsync(root, (folder, why) => unlisted += Fail(1, $"not listed: {folder}: {why}"));
    BatchReport report = await pipeline.RunAsync(files, static (line, _) =>
    {
        Console.WriteLine(line);
        return ValueTask.CompletedTask;
    });

    foreach (ItemFailure failure in report.Failures)
        Console.Error.WriteLine($"not hashed: {failure.Item}: {failure.Reason}");
    GovernorSnapshot books = governor.Snapshot();
    Console.Error.WriteLine(
        $"{report.Progress.ItemsDone} files in {report.Progress.Batches} batches, {report.Progress.ItemsFailed} failed, {unlisted} folders not listed, "
        + $"peak {MemorySize.Format(books.PeakUsedBytes)} of {MemorySize.Format(books.BudgetBytes)}, pressure {report.Progress.Pressure}");
    return report.Progress.ItemsFailed + unlisted == 0 ? 0 : 1;
}

static async IAsyncEnumerable<FileInfo> FilesAsync(string root, Action<string, string> onUnlisted)
{
    await Task.Yield();
    Stack<DirectoryInfo> folders = new([new(root)]);
    while (folders.TryPop(out DirectoryInfo? folder))
    {
        FileSystemInfo[] entries = [];
        try
        {
            entries = folder.GetFileSystemInfos();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            onUnlisted(folder.FullName, error.Message);
        }

        foreach (FileSystemInfo entry in entries.Where(static entry => entry.LinkTarget is null))
        {
            if (entry is FileInfo file) yield return file;
            else if (entry.Name is not (".git" or "bin" or "obj")) folders.Push((DirectoryInfo)entry);
        }
    }
}

// A file that is gone by now fails when it is opened.
static long LengthOf(FileInfo file) => file.Exists ? file.Length : 0;

// A batch is as large as its forecast says will fit; Reserve asks for what is really needed before it is taken.
static async ValueTask HashAsync(Batch<FileInfo, string> batch, CancellationToken stop)
{
    batch.Reserve(batch.Items.Sum(LengthOf));
    for (int i = 0; i < batch.Items.Count; i++)
    {
        FileInfo file = batch.Items[i];
        try
        {
            // A FIFO would block for ever; RegularFile refuses what is no file.
            await using FileStream stream = RegularFile.OpenRead(file.FullName);
            byte[] content = new byte[LengthOf(file)];
            await stream.ReadExactlyAsync(content, stop);
            batch.Emit($"{Convert.ToHexStringLower(SHA256.HashData(content))}  {file.FullName}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            batch.FailItem(i, error);
        }
    }
}
