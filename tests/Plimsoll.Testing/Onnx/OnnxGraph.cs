using System.Runtime.InteropServices;

namespace Plimsoll.Testing.Onnx;

/// <summary>Types of numbers in a tensor; ONNX's own values.</summary>
public enum OnnxElement
{
    Float = 1,
    Int32 = 6,
    Int64 = 7,
    Text = 8,
}

/// <summary>A graph in the making, node by node, and the file it becomes. Only what the tests' models need.</summary>
public sealed class OnnxGraph
{
    private const int Opset = 17;
    private const int FileFormat = 8;

    private readonly ProtoWriter _graph = new ProtoWriter().Text(2, "made by a test");
    private int _made;

    /// <summary>Adds an input whose dimensions have names, so any size.</summary>
    public string Input(string name, OnnxElement element, params string[] dimensions)
    {
        _graph.Message(11, Port(name, element, dimensions));
        return name;
    }

    /// <summary>Names a value as an output.</summary>
    public void Output(string name, OnnxElement element, params string[] dimensions) => _graph.Message(12, Port(name, element, dimensions));

    /// <summary>Adds weights.</summary>
    public string Weights(float[] values, params long[] shape) => Tensor(OnnxElement.Float, MemoryMarshal.AsBytes(values.AsSpan()), shape);

    /// <summary>Adds whole numbers; no dimensions for a single one.</summary>
    public string Numbers(long[] values, params long[] shape) => Tensor(OnnxElement.Int64, MemoryMarshal.AsBytes(values.AsSpan()), shape);

    /// <summary>Adds a node with one output and gives the output's name.</summary>
    public string Node(string operation, string[] inputs, params OnnxAttribute[] attributes) => Node(operation, $"v{_made++}", inputs, attributes);

    /// <summary>Adds a node with one output of this name.</summary>
    public string Node(string operation, string output, string[] inputs, params OnnxAttribute[] attributes)
    {
        var node = new ProtoWriter();
        foreach (string input in inputs) node.Text(1, input);
        node.Text(2, output).Text(4, operation);
        foreach (OnnxAttribute attribute in attributes) node.Message(5, attribute.Write());
        _graph.Message(1, node);
        return output;
    }

    /// <summary>The file.</summary>
    public byte[] ToFile() => new ProtoWriter()
        .Number(1, FileFormat)
        .Text(2, "plimsoll tests")
        .Message(7, _graph)
        .Message(8, new ProtoWriter().Text(1, "").Number(2, Opset))
        .ToArray();

    private string Tensor(OnnxElement element, ReadOnlySpan<byte> bytes, long[] shape)
    {
        string name = $"w{_made++}";
        var tensor = new ProtoWriter();
        foreach (long size in shape) tensor.Number(1, size);
        _graph.Message(5, tensor.Number(2, (long)element).Text(8, name).Bytes(9, bytes));
        return name;
    }

    private static ProtoWriter Port(string name, OnnxElement element, string[] dimensions)
    {
        var shape = new ProtoWriter();
        foreach (string dimension in dimensions)
        {
            shape.Message(1, long.TryParse(dimension, out long size) ? new ProtoWriter().Number(1, size) : new ProtoWriter().Text(2, dimension));
        }

        var tensor = new ProtoWriter().Number(1, (long)element).Message(2, shape);
        return new ProtoWriter().Text(1, name).Message(2, new ProtoWriter().Message(1, tensor));
    }
}

/// <summary>A setting of a node: a number, a float, or several numbers.</summary>
public sealed record OnnxAttribute(string Name, object Value)
{
    internal ProtoWriter Write()
    {
        var written = new ProtoWriter().Text(1, Name);
        switch (Value)
        {
            case int number:
                return written.Number(3, number).Number(20, 2);
            case float number:
                return written.Float(2, number).Number(20, 1);
            case long[] numbers:
                foreach (long number in numbers) written.Number(8, number);
                return written.Number(20, 7);
            default:
                throw new InvalidOperationException($"{Value.GetType()} is no kind of attribute that is written here");
        }
    }
}
