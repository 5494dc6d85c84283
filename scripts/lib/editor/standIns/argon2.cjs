/** Stands in for the native module that checks code-server's password: it is started without one. */
const refuse = async () => {
  throw new Error('Passwords are not used here.');
};

exports.hash = refuse;
exports.verify = refuse;
