# ruff: noqa: E501 (a sentence stands on one line)
"""TRUSTED. What Python and NumPy say most often when something goes wrong: the texts that `said` may tell.

Q is a name or a text in quotes, or a name before brackets; N a number; S a shape; O an operator.
"""

SENTENCES = """
division by zero
float division by zero
float division
integer division or modulo by zero
integer modulo by zero
float modulo
complex division by zero
math domain error
math range error
operands could not be broadcast together with shapes S S
operands could not be broadcast together with shapes S S S
operands could not be broadcast together with remapped shapes [original->remapped]: S and requested shape S
non-broadcastable output operand with shape S doesn't match the broadcast shape S
could not broadcast input array from shape S into shape S
shapes S and S not aligned: N (dim N) != N (dim N)
matmul: Input operand N has a mismatch in its core dimension N, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size N is different from N)
matmul: Input operand N does not have enough dimensions (has N, gufunc core with signature (n?,k),(k,m?)->(n?,m?) requires N)
cannot reshape array of size N into shape S
all the input array dimensions except for the concatenation axis must match exactly, but along dimension N, the array at index N has size N and the array at index N has size N
all the input arrays must have same number of dimensions, but the array at index N has N dimension(s) and the array at index N has N dimension(s)
all input arrays must have the same shape
need at least one array to concatenate
need at least one array to stack
zero-size array to reduction operation Q which has no identity
setting an array element with a sequence.
setting an array element with a sequence. The requested array has an inhomogeneous shape after N dimensions. The detected shape was S + inhomogeneous part.
The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()
The truth value of an empty array is ambiguous. Use `array.size > 0` to check that an array is not empty.
only length-N arrays can be converted to Python scalars
only N-dimensional arrays can be converted to Python scalars
only size-N arrays can be converted to Python scalars
only integer scalar arrays can be converted to a scalar index
only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices
arrays used as indices must be of integer (or boolean) type
too many indices for array: array is N-dimensional, but N were indexed
index N is out of bounds for axis N with size N
index N is out of bounds for size N
axis N is out of bounds for array of dimension N
boolean index did not match indexed array along axis N; size of axis is N but size of corresponding boolean axis is N
shape mismatch: indexing arrays could not be broadcast together with shapes S S
shape mismatch: value array of shape S could not be broadcast to indexing result of shape S
cannot select an axis to squeeze out which has size not equal to one
axes don't match array
assignment destination is read-only
output array is read-only
output array does not match result of np.matmul.
Singular matrix
Last N dimensions of the array must be square
N-dimensional array given. Array must be at least two-dimensional
Cannot cast ufunc Q output from dtype(Q) to dtype(Q) with casting rule Q
ufunc Q not supported for the input types, and the inputs could not be safely coerced to any supported types according to the casting rule Q
ufunc Q did not contain a loop with signature matching types (Q, Q) -> Q
loop of ufunc does not support argument N of type Q which has no callable Q method
unsupported operand type(s) for O: Q and Q
bad operand type for unary O: Q
bad operand type for Q(): Q
Q not supported between instances of Q and Q
Q object is not subscriptable
Q object is not callable
Q object is not iterable
Q object is not an iterator
Q object does not support item assignment
Q object does not support item deletion
Q object cannot be interpreted as an integer
Q object has no attribute Q
type object Q has no attribute Q
module Q has no attribute Q
object of type Q has no len()
cannot unpack non-iterable Q object
argument of type Q is not iterable
unhashable type: Q
can't multiply sequence by non-int of type Q
can only concatenate Q (not Q) to Q
must be real number, not Q
only real numbers or arrays are supported
descriptor Q requires a Q object but received a Q
Q() missing N required positional argument: Q
Q() missing N required positional arguments: Q and Q
Q() missing N required positional arguments: Q, Q, and Q
Q() missing N required keyword-only argument: Q
Q() takes N positional arguments but N were given
Q() takes N positional argument but N were given
Q() takes N positional argument but N was given
Q() takes from N to N positional arguments but N were given
Q() got an unexpected keyword argument Q
Q() got multiple values for argument Q
Q() argument must be a string or a real number, not Q
Q() argument must be a string, a bytes-like object or a real number, not Q
Q expected at most N arguments, got N
Q expected at least N argument, got N
not enough values to unpack (expected N, got N)
too many values to unpack (expected N)
list index out of range
list assignment index out of range
tuple index out of range
string index out of range
pop from empty list
list indices must be integers or slices, not Q
tuple indices must be integers or slices, not Q
string indices must be integers, not Q
slice indices must be integers or None or have an __index__ method
Q
name Q is not defined
name Q is not defined. Did you mean: Q?
cannot access local variable Q where it is not associated with a value
cannot access free variable Q where it is not associated with a value in enclosing scope
No module named Q
cannot import name Q from Q (unknown location)
[Errno N] No such file or directory: Q
[Errno N] Permission denied: Q
[Errno N] Read-only file system: Q
could not convert string to float: Q
invalid literal for int() with base N: Q
max() arg is an empty sequence
min() arg is an empty sequence
max() iterable argument is empty
min() iterable argument is empty
maximum recursion depth exceeded
maximum recursion depth exceeded in comparison
maximum recursion depth exceeded while calling a Python object
dictionary changed size during iteration
generator already executing
Unable to allocate memory
input() was called, but nobody is at the keyboard when answers are graded
the functions of test and answer call one another too deeply
"""
