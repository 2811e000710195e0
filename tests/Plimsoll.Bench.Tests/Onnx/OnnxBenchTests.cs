using Plimsoll.Bench.Onnx;
using Plimsoll.Testing;
using Plimsoll.Testing.Onnx;

namespace Plimsoll.Bench.Tests.Onnx;

/// <summary>The promise of model folders, small: in a kernel group the governed run finishes, and the control without care is killed.</summary>
public sealed class OnnxBenchTests
{
    [Fact]
    public void Onnx_InAGroup_FinishesWhereTheNaiveControlIsKilled()
    {
        if ((NodePackages.WhyNoRuntime ?? KernelGroupFixture.WhyNot) is { } reason) Assert.Skip(reason);
        using var output = new StringWriter();

        int code = OnnxBench.Run(["--texts", "1500", "--pairs", "0"], output);

        Assert.True(code == 0, output.ToString());
        Assert.Contains("1500 texts", output.ToString(), StringComparison.Ordinal);
    }
}
