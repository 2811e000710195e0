using Plimsoll.Services;
using Plimsoll.Testing;
using Plimsoll.Unminify.Jobs;
using Plimsoll.Unminify.Models;

namespace Plimsoll.Unminify.Tests.Models;

/// <summary>Runs of the job with a model server of the test's own.</summary>
internal sealed class ModelRun : IDisposable
{
    private readonly TestJob _job = new();

    public ModelRun(string program) => Input = _job.Folder.Write("in.js", program);

    public ModelServer Server { get; } = new();

    public string Input { get; }

    public string AnswersFolder => _job.Folder.PathOf("answers");

    public string Output => _job.Folder.PathOf("out.js");

    public long InputBytes => new FileInfo(Input).Length;

    public ModelOptions Options => new()
    {
        Address = new ServiceAddress(Server.Url, "namer"),
        Service = new ServiceOptions { Patience = TimeSpan.FromSeconds(20), UnreachablePatience = TimeSpan.FromSeconds(.5), Jitter = static () => 0 },
        AnswersFolder = AnswersFolder,
    };

    /// <summary>Names by the model, and returns what it did; the output is in <see cref="Output"/>.</summary>
    public ModelReport Run(ModelOptions? options = null, bool isDryRun = false)
    {
        UnminifyReport report = UnminifyJob.Run(_job.Options(Input) with { Model = options ?? Options, IsDryRun = isDryRun }, null, CancellationToken.None);
        return Assert.Single(report.Programs).Model!;
    }

    public string Read() => File.ReadAllText(Output);

    public void Dispose()
    {
        Server.Dispose();
        _job.Dispose();
    }
}
