using System.Runtime.Intrinsics;

namespace Plimsoll.Training.Learning;

/// <summary>Adam (Kingma and Ba, 2015) by row: a row that is not in a batch does not move, and its averages wait.</summary>
internal sealed unsafe class Adam(NumberTable rows) : IDisposable
{
    private const float Decay = .9f;
    private const float SquareDecay = .999f;
    private const float Smallest = 1e-8f;

    private readonly NumberTable _means = new(rows.Rows, rows.Width);
    private readonly NumberTable _squares = new(rows.Rows, rows.Width);
    private readonly int[] _steps = new int[rows.Rows];

    /// <summary>Moves a row against its gradient.</summary>
    public void Step(int row, float* gradient, float rate)
    {
        int step = ++_steps[row];
        Vector256<float> size = Vector256.Create(rate / (1 - MathF.Pow(Decay, step)));
        Vector256<float> correction = Vector256.Create(1 / (1 - MathF.Pow(SquareDecay, step)));
        Vector256<float> smallest = Vector256.Create(Smallest);
        float* numbers = rows.Row(row);
        float* means = _means.Row(row);
        float* squares = _squares.Row(row);
        for (int i = 0; i < rows.Width; i += Numbers.Width)
        {
            Vector256<float> wish = Vector256.Load(gradient + i);
            Vector256<float> mean = (Vector256.Load(means + i) * Decay) + (wish * (1 - Decay));
            Vector256<float> square = (Vector256.Load(squares + i) * SquareDecay) + (wish * wish * (1 - SquareDecay));
            mean.Store(means + i);
            square.Store(squares + i);
            (Vector256.Load(numbers + i) - (size * mean / (Vector256.Sqrt(square * correction) + smallest))).Store(numbers + i);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _means.Dispose();
        _squares.Dispose();
    }
}
