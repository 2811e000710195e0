using Plimsoll.Testing;
using Plimsoll.Unminify.Jobs;

namespace Plimsoll.Unminify.Tests.Behaviour;

/// <summary>
/// Published packages, bundled and minified by two minifiers, do after un-minifying what they did before. What each is asked to do is in `workloads.cjs`; the answers
/// are compared with those of the minified bundle in the same run, so nothing is known by heart.
/// </summary>
public sealed class BehaviourTests(MinifiedBundles bundles) : IClassFixture<MinifiedBundles>
{
    public static TheoryData<string> Names => [.. MinifiedBundles.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Unminified_Package_AnswersAsBefore(string name)
    {
        Assert.SkipWhen(bundles.WhyNot(name) is not null, bundles.WhyNot(name) ?? "");
        foreach (string file in bundles.FilesOf(name))
        {
            ProcessResult expected = bundles.Ask(file, name);
            Assert.True(expected.ExitCode == 0, $"{file}: the minified bundle fails: {expected}");
            using TestJob job = new();
            UnminifyReport report = UnminifyJob.Run(job.Options(file), null, CancellationToken.None);
            ProcessResult actual = bundles.Ask(job.Folder.PathOf("out.js"), name);

            Assert.True(actual.ExitCode == 0, $"{file}: {actual}");
            Assert.Equal(expected.StandardOutput, actual.StandardOutput);
            Assert.True(report.Programs[0].Renamed > 20, $"{file}: next to nothing was renamed");
        }
    }
}
